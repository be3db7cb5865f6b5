package dev.tributary.sink.kinesis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Builds AWS clients from settings. */
final class KinesisClients {

  private KinesisClients() {}

  static String region(KinesisConnectorSettings settings) {
    return RegionChoice.choose(settings.endpoint(), KinesisClients::environmentRegion);
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

  static KinesisClient build(
      KinesisConnectorSettings settings, String region, CredentialSource credentials) {
    EndpointSettings endpoint = settings.endpoint();
    return KinesisClient.builder()
        .endpointOverride(endpoint.uri())
        .region(Region.of(region))
        .fipsEnabled(endpoint.fips())
        .dualstackEnabled(endpoint.dualStack())
        .credentialsProvider(credentials.provider())
        .httpClientBuilder(HttpClients.kinesis(settings))
        .overrideConfiguration(override ->
            override
                .retryStrategy(retries(settings.maxRetries()))
                .addExecutionInterceptor(new DryRun.Member()))
        .build();
  }

  /** Repeats only what the network or a 5xx answer spoiled: pacing is the lanes' business. */
  static RetryStrategy retries(int max) {
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
}
