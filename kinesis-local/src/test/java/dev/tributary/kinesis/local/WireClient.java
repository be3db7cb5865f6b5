package dev.tributary.kinesis.local;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The real AWS client, in one of the two encodings, without retries. */
final class WireClient implements AutoCloseable {
  private final KinesisClient client;
  private final AtomicReference<String> contentType = new AtomicReference<>("");

  /** The SDK reads the system property {@code aws.cborEnabled} when a client is built. */
  WireClient(int port, boolean cbor) {
    System.setProperty("aws.cborEnabled", Boolean.toString(cbor));
    try {
      client =
          KinesisClient.builder()
              .endpointOverride(URI.create("http://127.0.0.1:" + port))
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
              .httpClientBuilder(ApacheHttpClient.builder())
              .overrideConfiguration(o ->
                  o.retryStrategy(DefaultRetryStrategy.doNotRetry())
                      .addExecutionInterceptor(new Recorder()))
              .build();
    } finally {
      System.clearProperty("aws.cborEnabled");
    }
  }

  private final class Recorder implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      contentType.set(context.httpRequest().firstMatchingHeader("Content-Type").orElse(""));
    }
  }

  KinesisClient kinesis() {
    return client;
  }

  String lastContentType() {
    return contentType.get();
  }

  @Override
  public void close() {
    client.close();
  }
}
