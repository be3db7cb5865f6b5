package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** Which Kinesis is meant: the local one unless an option or the environment says otherwise. */
final class AwsOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Endpoint of Kinesis (default: that of AWS_ENDPOINT_URL_KINESIS or AWS_ENDPOINT_URL, AWS"
              + " itself with a region or profile, else http://127.0.0.1:4566).")
  private @Nullable URI endpoint;

  @Option(
      names = "--region",
      description =
          "AWS region (default: that of AWS_REGION); without an endpoint this means AWS itself.")
  private @Nullable String region;

  @Option(
      names = "--profile",
      description = "Profile of the AWS configuration files (default: that of AWS_PROFILE).")
  private @Nullable String profile;

  @Option(
      names = "--ca-bundle",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust, such as that of a local Kinesis with TLS (default: that of"
              + " AWS_CA_BUNDLE, else those of Java).")
  private @Nullable Path caBundle;

  /** Which one it is. */
  KinesisPlace place() {
    try {
      KinesisPlace place = KinesisPlace.of(endpoint, region, profile, System.getenv());
      URI url = place.endpoint();
      if (url == null
          || (url.getHost() != null
              && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())))) {
        return place;
      }
      throw notAnEndpoint(url.toString());
    } catch (IllegalArgumentException e) {
      throw notAnEndpoint(String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure notAnEndpoint(String text) {
    return new CommandFailure(
        "--endpoint %s is not valid: expected http[s]://host[:port]".formatted(text), 2);
  }

  /** A client; the caller closes it. */
  KinesisClient client() {
    KinesisPlace place = place();
    KinesisClientBuilder builder = KinesisClient.builder();
    if (place.endpoint() != null) {
      builder.endpointOverride(place.endpoint());
    }
    if (place.region() != null) {
      builder.region(Region.of(place.region()));
    }
    String named = place.profile();
    if (named != null) {
      // The region too is the profile's.
      builder.overrideConfiguration(configuration -> configuration.defaultProfileName(named));
      builder.credentialsProvider(ProfileCredentialsProvider.create(named));
    } else if (place.isLoopback()) {
      builder.credentialsProvider(localCredentials(System.getenv()));
    }
    Path trusted = trusted(System.getenv());
    if (trusted != null) {
      builder.httpClientBuilder(
          ApacheHttpClient.builder().tlsTrustManagersProvider(() -> CaBundle.trusting(trusted)));
    }
    return builder.build();
  }

  /** Nobody should have to invent credentials for a local Kinesis that takes any. */
  private static AwsCredentialsProvider localCredentials(Map<String, String> environment) {
    return environment.containsKey("AWS_ACCESS_KEY_ID")
        ? EnvironmentVariableCredentialsProvider.create()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
  }

  private @Nullable Path trusted(Map<String, String> environment) {
    String bundle = environment.get("AWS_CA_BUNDLE");
    return caBundle != null || bundle == null || bundle.isBlank() ? caBundle : Path.of(bundle);
  }
}
