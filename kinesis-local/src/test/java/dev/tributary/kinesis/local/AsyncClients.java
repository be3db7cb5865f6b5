package dev.tributary.kinesis.local;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The AWS SDK's async client, which is what KCL uses. */
final class AsyncClients {
  static final String ACCESS_KEY = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private AsyncClients() {}

  static KinesisAsyncClient connect(int port, Protocol protocol, boolean tls) {
    return connect(port, protocol, tls, ACCESS_KEY, SECRET);
  }

  static KinesisAsyncClient connect(
      int port, Protocol protocol, boolean tls, String accessKey, String secret) {
    return KinesisAsyncClient.builder()
        .endpointOverride(URI.create((tls ? "https" : "http") + "://localhost:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)))
        .httpClient(
            NettyNioAsyncHttpClient.builder()
                .protocol(protocol)
                .buildWithDefaults(
                    AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, tls)
                        .build()))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }
}
