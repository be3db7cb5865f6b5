package dev.tributary.sink.kinesis;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kinesis.
 *
 * @param endpoint {@code http[s]://host[:port]}
 * @param region AWS region; {@code null}: from the endpoint's host where that is certain, else from
 *     the environment (AWS SDK), else {@code us-east-1}
 * @param accessKeyId static credentials; {@code null}: the default chain of the AWS SDK
 * @param secretAccessKey given if and only if {@code accessKeyId} is
 * @param sessionToken only with static credentials
 * @param maxRetries how often the SDK repeats a whole request that the network or a 5xx answer
 *     spoiled, 0 to 10; records refused one by one are the runtime's business
 * @param poolSize connections at least, 1 to 1024; more are allowed where more lanes need them
 */
public record KinesisConnectorSettings(
    String endpoint,
    @Nullable String region,
    @Nullable String accessKeyId,
    @Nullable String secretAccessKey,
    @Nullable String sessionToken,
    int maxRetries,
    int poolSize) {

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  public KinesisConnectorSettings {
    endpointUri(endpoint);
    if (region != null && !REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region is '" + region + "'; it must be an AWS region such as us-east-1");
    }
    if ((accessKeyId == null) != (secretAccessKey == null)) {
      throw new IllegalArgumentException(
          (accessKeyId == null ? "aws_access_key_id" : "aws_secret_access_key")
              + " is missing; give both keys, or none to use the default credentials of AWS");
    }
    if (sessionToken != null && accessKeyId == null) {
      throw new IllegalArgumentException(
          "session_token is given without aws_access_key_id and aws_secret_access_key");
    }
    check("max_retries", maxRetries, 0, 10);
    check("pool_size", poolSize, 1, 1024);
  }

  URI endpointUri() {
    return endpointUri(endpoint);
  }

  private static URI endpointUri(String endpoint) {
    URI uri;
    try {
      uri = URI.create(endpoint);
    } catch (IllegalArgumentException _) {
      throw badEndpoint(endpoint);
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!(http || https) || uri.getHost() == null || !bare || uri.getRawUserInfo() != null) {
      throw badEndpoint(endpoint);
    }
    return uri;
  }

  private static IllegalArgumentException badEndpoint(String endpoint) {
    return new IllegalArgumentException(
        "endpoint is '"
            + endpoint
            + "'; it must be http[s]://host[:port], such as https://kinesis.us-east-1.amazonaws.com");
  }

  private static void check(String setting, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          setting + " is " + value + "; it must be " + min + " to " + max);
    }
  }

  /** Without the secrets, for logs. */
  @Override
  public String toString() {
    return "KinesisConnectorSettings[endpoint="
        + endpoint
        + ", region="
        + region
        + ", accessKeyId="
        + accessKeyId
        + "]";
  }
}
