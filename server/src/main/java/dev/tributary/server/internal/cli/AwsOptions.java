package dev.tributary.server.internal.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Which Kinesis is meant: the local one unless an endpoint, a region or a profile is given. */
final class AwsOptions {

  static final String LOCAL_ENDPOINT = "http://localhost:4566";

  @Option(
      names = "--endpoint",
      description = "Endpoint of Kinesis (default: " + LOCAL_ENDPOINT + ", or AWS with --region).")
  private @Nullable URI endpoint;

  @Option(names = "--region", description = "AWS region; without --endpoint this means AWS itself.")
  private @Nullable String region;

  @Option(names = "--profile", description = "Profile of the AWS configuration files.")
  private @Nullable String profile;

  /** A client; the caller closes it. */
  KinesisClient client() {
    var builder = KinesisClient.builder();
    boolean local = endpoint == null && region == null && profile == null;
    if (local) {
      builder.endpointOverride(URI.create(LOCAL_ENDPOINT));
    } else if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (region != null) {
      builder.region(Region.of(region));
    } else if (local || endpoint != null) {
      builder.region(Region.US_EAST_1);
    }
    if (profile != null) {
      builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
    } else if (local || isLoopback(endpoint)) {
      // The local Kinesis takes any credentials: nobody should have to invent some.
      builder.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
    return builder.build();
  }

  private static boolean isLoopback(@Nullable URI endpoint) {
    if (endpoint == null || endpoint.getHost() == null) {
      return false;
    }
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** What people need to know of a failed call. */
  CommandFailure failure(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return new CommandFailure(
          service.awsErrorDetails().errorCode() + ": " + service.awsErrorDetails().errorMessage());
    }
    return new CommandFailure(
        "cannot reach Kinesis at %s: %s"
            .formatted(
                endpoint == null ? (region == null ? LOCAL_ENDPOINT : region) : endpoint,
                MqttOptions.rootMessage(e)));
  }
}
