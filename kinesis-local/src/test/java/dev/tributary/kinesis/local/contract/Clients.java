package dev.tributary.kinesis.local.contract;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.AttributeMap;

/** A server and AWS's clients of it, which do not try again by themselves. */
final class Clients implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Server server;
  private final KinesisClient blocking;
  private final KinesisAsyncClient streaming;

  Clients(Server server) {
    this.server = server;
    blocking =
        aimed(KinesisClient.builder(), server.endpoint().plain())
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
    streaming =
        aimed(KinesisAsyncClient.builder(), server.endpoint().plain())
            .httpClient(http(Protocol.HTTP2))
            .build();
  }

  static SdkAsyncHttpClient http(Protocol protocol) {
    return NettyNioAsyncHttpClient.builder()
        .protocol(protocol)
        .buildWithDefaults(
            AttributeMap.builder()
                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                .build());
  }

  static <B extends AwsClientBuilder<B, C>, C> B aimed(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .overrideConfiguration(
            o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallTimeout(PATIENCE));
  }

  Endpoint endpoint() {
    return server.endpoint();
  }

  KinesisClient blocking() {
    return blocking;
  }

  /** Over HTTP/2. */
  KinesisAsyncClient streaming() {
    return streaming;
  }

  @Override
  public void close() {
    blocking.close();
    streaming.close();
    server.close();
  }
}
