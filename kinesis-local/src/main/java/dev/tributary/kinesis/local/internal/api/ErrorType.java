package dev.tributary.kinesis.local.internal.api;

/** The error names of the Kinesis API and their HTTP status. */
enum ErrorType {
  ACCESS_DENIED("AccessDeniedException", 400),
  DRY_RUN("DryRunOperationException", 400),
  EXPIRED_ITERATOR("ExpiredIteratorException", 400),
  EXPIRED_NEXT_TOKEN("ExpiredNextTokenException", 400),
  INTERNAL_FAILURE("InternalFailure", 500),
  INVALID_ARGUMENT("InvalidArgumentException", 400),
  KMS_ACCESS_DENIED("KMSAccessDeniedException", 400),
  KMS_DISABLED("KMSDisabledException", 400),
  KMS_INVALID_STATE("KMSInvalidStateException", 400),
  KMS_NOT_FOUND("KMSNotFoundException", 400),
  KMS_OPT_IN_REQUIRED("KMSOptInRequired", 400),
  KMS_THROTTLING("KMSThrottlingException", 400),
  LIMIT_EXCEEDED("LimitExceededException", 400),
  PROVISIONED_THROUGHPUT_EXCEEDED("ProvisionedThroughputExceededException", 400),
  RESOURCE_IN_USE("ResourceInUseException", 400),
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
  SERIALIZATION("SerializationException", 400),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  THROTTLING("ThrottlingException", 400),
  UNKNOWN_OPERATION("UnknownOperationException", 400),
  VALIDATION("ValidationException", 400),

  // Of signatures, before any operation is looked at.
  INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400),
  INVALID_SIGNATURE("InvalidSignatureException", 400),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 400),
  REQUEST_EXPIRED("RequestExpired", 400),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400);

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
