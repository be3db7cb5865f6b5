package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What people need to know of a failed call, in a line. */
final class KinesisFailure {

  private KinesisFailure() {}

  static CommandFailure of(SdkException e, KinesisPlace place) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommandFailure own) {
        return own;
      }
    }
    if (e instanceof AwsServiceException service) {
      return new CommandFailure(text(service));
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unable to load credentials") || message.contains("credentials from")) {
      return new CommandFailure(
          "no credentials for %s: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile"
              .formatted(place.text()));
    }
    if (message.contains("Unable to load region")) {
      return new CommandFailure("no region for %s: give --region".formatted(place.text()), 2);
    }
    return unreachable(e, place);
  }

  private static CommandFailure unreachable(SdkException e, KinesisPlace place) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason =
        line(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    String advice = "";
    if (isTls(e)) {
      advice = " If its certificate is one of your own, name it: --ca-bundle FILE";
    } else if (place.isLoopback()) {
      advice = " Is it running? Start one with: ./tributary start, or ./tributary local-kinesis";
    }
    return new CommandFailure(
        "cannot reach Kinesis at %s: %s.%s".formatted(place.text(), reason, advice));
  }

  private static boolean isTls(Throwable thrown) {
    return thrown instanceof SSLException
        || (thrown.getCause() != null && isTls(thrown.getCause()));
  }

  private static String text(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    if (details == null || details.errorCode() == null) {
      return "Kinesis answered with status %d: %s"
          .formatted(e.statusCode(), line(String.valueOf(e.getMessage())));
    }
    return details.errorMessage() == null || details.errorMessage().isBlank()
        ? details.errorCode()
        : details.errorCode() + ": " + line(details.errorMessage());
  }

  private static String line(String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
