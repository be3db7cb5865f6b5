package dev.tributary.kinesis.local.internal.api;

/** The error names of the Kinesis API and their HTTP status. */
enum ErrorType {
  DRY_RUN("DryRunOperationException", 400),
  EXPIRED_ITERATOR("ExpiredIteratorException", 400),
  EXPIRED_NEXT_TOKEN("ExpiredNextTokenException", 400),
  INTERNAL_FAILURE("InternalFailure", 500),
  INVALID_ARGUMENT("InvalidArgumentException", 400),
  LIMIT_EXCEEDED("LimitExceededException", 400),
  RESOURCE_IN_USE("ResourceInUseException", 400),
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
  SERIALIZATION("SerializationException", 400),
  UNKNOWN_OPERATION("UnknownOperationException", 400),
  VALIDATION("ValidationException", 400);

  private final String wireName;
  private final int status;

  ErrorType(String wireName, int status) {
    this.wireName = wireName;
    this.status = status;
  }

  String wireName() {
    return wireName;
  }

  int status() {
    return status;
  }
}
