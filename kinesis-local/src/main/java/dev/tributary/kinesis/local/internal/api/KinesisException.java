package dev.tributary.kinesis.local.internal.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. Has no stack trace: it is an ordinary answer. */
class KinesisException extends Exception {
  /** A character that base64 does not have, or that pads before the end. */
  private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/=]|=(?!=?$)");

  private final ErrorType type;

  KinesisException(ErrorType type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  ErrorType type() {
    return type;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** A value that breaks a rule of the API's model. */
  static KinesisException invalid(String field, @Nullable String value, String constraint) {
    Violations violations = new Violations();
    violations.add(field, value, constraint);
    return new KinesisException(ErrorType.VALIDATION, violations.text());
  }

  static KinesisException missing(String field) {
    return invalid(field, null, "Member must not be null");
  }

  /** A body that is no request at all: AWS says nothing of why. */
  static KinesisException malformed() {
    return new KinesisException(ErrorType.SERIALIZATION, "");
  }

  static KinesisException notBase64(String text) {
    Matcher alien = NOT_BASE64.matcher(text);
    String why;
    if (text.length() % 4 != 0) {
      why = "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length();
    } else if (alien.find()) {
      why = "Invalid Base64 character: '%s'".formatted(alien.group());
    } else {
      why = "Invalid last non-pad Base64 character dectected"; // as AWS spells it
    }
    return new KinesisException(
        ErrorType.SERIALIZATION,
        "%s can not be converted to a Blob: %s".formatted(Violations.quoted(text), why));
  }

  static KinesisException argument(String message) {
    return new KinesisException(ErrorType.INVALID_ARGUMENT, message);
  }

  static KinesisException notFound(String message) {
    return new KinesisException(ErrorType.RESOURCE_NOT_FOUND, message);
  }

  /** What a request with DryRun is answered if it would have succeeded without. */
  static KinesisException dryRun() {
    return new KinesisException(
        ErrorType.DRY_RUN, "The request would have succeeded, but DryRun was set.");
  }
}
