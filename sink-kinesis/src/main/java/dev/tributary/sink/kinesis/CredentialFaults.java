package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.Fault.Kind;
import dev.tributary.sink.kinesis.NamedCredentials.Missing;
import dev.tributary.sink.kinesis.NamedCredentials.Origin;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what is to be done where a request could not even be signed. */
final class CredentialFaults {

  private static final int CAUSES_MAX = 16;

  private CredentialFaults() {}

  /** Null if something else failed. */
  static @Nullable Fault classify(SdkException e) {
    Throwable cause = e;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      if (cause instanceof Missing missing && missing.origin() != null) {
        return classify(missing.origin(), missing.getCause());
      }
      Fault chain = defaultChain(cause);
      if (chain != null) {
        return chain;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static Fault classify(Origin origin, @Nullable Throwable cause) {
    return switch (origin) {
      case Origin.Profile(String name) ->
          new Fault(
              Kind.OPERATOR,
              "ProfileUnusable",
              "profile '"
                  + name
                  + "' gives no credentials: correct profile, or add it to the credentials file of"
                  + " AWS (~/.aws/credentials, or where AWS_SHARED_CREDENTIALS_FILE says)");
      case Origin.Role(AssumedRole role, Target sts) -> role(role, sts, cause);
    };
  }

  private static Fault role(AssumedRole role, Target sts, @Nullable Throwable cause) {
    String subject = "role " + role.roleArn();
    if (!(cause instanceof SdkException failure)) {
      return new Fault(Kind.TRANSIENT, "RoleNotAssumed", subject + " could not be assumed");
    }
    Fault fault = ErrorClassifier.classify(failure, subject, sts);
    return switch (fault.kind()) {
      case DENIED ->
          new Fault(
              Kind.OPERATOR,
              "RoleDenied",
              subject
                  + " may not be assumed: its trust policy must name this caller, and external_id"
                  + " must be what it asks for: "
                  + ErrorClassifier.said(failure));
      case INVALID -> new Fault(Kind.OPERATOR, fault.code(), fault.why());
      case THROTTLED -> new Fault(Kind.TRANSIENT, fault.code(), fault.why());
      case TRANSIENT, UNREACHABLE, OPERATOR -> fault;
    };
  }

  /** The SDK has no type of its own for this. */
  private static @Nullable Fault defaultChain(Throwable cause) {
    String message = cause.getMessage();
    boolean about = message != null && message.startsWith("Unable to load credentials");
    return about
        ? new Fault(
            Kind.OPERATOR,
            "CredentialsMissing",
            "no AWS credentials found: set aws_access_key_id and aws_secret_access_key, or"
                + " profile, or give this process AWS credentials by environment or role")
        : null;
  }
}
