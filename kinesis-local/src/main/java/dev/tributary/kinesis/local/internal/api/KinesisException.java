package dev.tributary.kinesis.local.internal.api;

/** A request that is answered with an error. Has no stack trace: it is an ordinary answer. */
class KinesisException extends Exception {
  private static final int VALUE_CHARS_MAX = 256;

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
  static KinesisException invalid(String field, String value, String constraint) {
    return new KinesisException(
        ErrorType.VALIDATION,
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(shortened(value), field, constraint));
  }

  static KinesisException missing(String field) {
    return new KinesisException(
        ErrorType.VALIDATION,
        "1 validation error detected: Value at '%s' failed to satisfy constraint: it is required"
            .formatted(field));
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

  private static String shortened(String value) {
    return value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX) + "…";
  }
}
