package dev.tributary.sink.kinesis;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Builds AWS clients from settings. */
final class KinesisClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /**
   * A lane has one request in flight, so lanes bound the connections; the pool must never make one
   * lane wait for another. Connections are only opened when needed.
   */
  private static final int CONNECTIONS_MAX = 4096;

  private KinesisClients() {}

  static String region(KinesisConnectorSettings settings) {
    return RegionChoice.choose(
        settings.region(), settings.endpointUri(), KinesisClients::environmentRegion);
  }

  /** Without the instance metadata service: asking it takes seconds where there is none. */
  private static @Nullable String environmentRegion() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion()
          .id();
    } catch (SdkClientException _) {
      return null;
    }
  }

  static KinesisClient build(KinesisConnectorSettings settings, String region) {
    return KinesisClient.builder()
        .endpointOverride(settings.endpointUri())
        .region(Region.of(region))
        .credentialsProvider(credentials(settings))
        .httpClientBuilder(
            ApacheHttpClient.builder()
                .maxConnections(Math.max(settings.poolSize(), CONNECTIONS_MAX))
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(SOCKET_TIMEOUT)
                .tcpKeepAlive(true))
        .overrideConfiguration(override -> override.retryStrategy(retries(settings.maxRetries())))
        .build();
  }

  /** Repeats only what the network or a 5xx answer spoiled: pacing is the lanes' business. */
  private static RetryStrategy retries(int max) {
    return DefaultRetryStrategy.standardStrategyBuilder()
        .maxAttempts(max + 1)
        .retryOnException(KinesisClients::isTransport)
        .useClientDefaults(false)
        .build();
  }

  private static boolean isTransport(Throwable e) {
    return switch (e) {
      case AwsServiceException answer -> answer.statusCode() >= 500;
      case SdkClientException client -> client.getCause() instanceof IOException;
      default -> false;
    };
  }

  private static AwsCredentialsProvider credentials(KinesisConnectorSettings settings) {
    String id = settings.accessKeyId();
    String secret = settings.secretAccessKey();
    if (id == null || secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    String token = settings.sessionToken();
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }
}
