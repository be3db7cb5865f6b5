package dev.tributary.kinesis.local.fuzz;

import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests to {@code localhost} as the AWS SDK does. */
record Signer(InstantSource clock) {
  static final String KEY_ID = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI";

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /** Adds the headers of a signature. */
  void sign(Map<String, String> headers, byte[] body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create("http://localhost/"));
    headers.forEach(request::putHeader);
    SdkHttpRequest signed =
        SIGNER
            .sign(r ->
                r.identity(AwsCredentialsIdentity.create(KEY_ID, SECRET))
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kinesis")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC)))
            .request();
    for (String name : List.of("X-Amz-Date", "Authorization", "x-amz-content-sha256")) {
      signed.firstMatchingHeader(name).ifPresent(value -> headers.put(name, value));
    }
  }
}
