package dev.tributary.kinesis.local.internal.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Errors that a rule can name, with the status and a text of each. */
final class AwsErrors {
  static final String INTERNAL_FAILURE = "InternalFailure";
  static final String THROUGHPUT_EXCEEDED = "ProvisionedThroughputExceededException";
  static final String LIMIT_EXCEEDED = "LimitExceededException";
  static final String SERVICE_UNAVAILABLE = "ServiceUnavailable";

  /** What the answer to one record of a PutRecords can be. */
  static final SortedSet<String> OF_RECORDS =
      new TreeSet<>(List.of(INTERNAL_FAILURE, THROUGHPUT_EXCEEDED));

  private static final int BAD_REQUEST = 400;

  private static final Map<String, String> REFUSALS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("AccessDeniedException", "Access is denied by a fault rule."),
              Map.entry(
                  "ExpiredIteratorException", "The iterator is older than 300000 milliseconds."),
              Map.entry("ExpiredNextTokenException", "The pagination token is too old."),
              Map.entry(
                  "ExpiredTokenException", "The security token included in the request is expired"),
              Map.entry("IncompleteSignatureException", "The request signature is incomplete."),
              Map.entry("InvalidArgumentException", "An argument is refused by a fault rule."),
              Map.entry(
                  "InvalidSignatureException",
                  "The request signature we calculated does not match the signature you provided."),
              Map.entry("KMSAccessDeniedException", "The KMS key may not be used by this stream."),
              Map.entry("KMSDisabledException", "The KMS key of this stream is disabled."),
              Map.entry(
                  "KMSInvalidStateException",
                  "The KMS key of this stream is in a state in which it cannot be used."),
              Map.entry("KMSNotFoundException", "The KMS key of this stream was not found."),
              Map.entry("KMSOptInRequired", "The account has no subscription to KMS."),
              Map.entry("KMSThrottlingException", "The rate of requests to KMS is exceeded."),
              Map.entry(LIMIT_EXCEEDED, "Rate exceeded"),
              Map.entry(
                  "MissingAuthenticationTokenException", "The request has no authentication token"),
              Map.entry(THROUGHPUT_EXCEEDED, "Rate exceeded"),
              Map.entry("RequestExpired", "The request is too old."),
              Map.entry("ResourceInUseException", "The stream is in use."),
              Map.entry("ResourceNotFoundException", "The stream was not found."),
              Map.entry("SerializationException", "The request could not be read."),
              Map.entry("ThrottlingException", "Rate exceeded"),
              Map.entry(
                  "UnrecognizedClientException",
                  "The security token included in the request is invalid."),
              Map.entry("ValidationException", "The request is refused by a fault rule.")));

  private AwsErrors() {}

  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(REFUSALS.keySet());
    names.add(INTERNAL_FAILURE);
    names.add(SERVICE_UNAVAILABLE);
    return names;
  }

  static Decision.Failure named(String code) {
    return switch (code) {
      case INTERNAL_FAILURE -> withStatus(500);
      case SERVICE_UNAVAILABLE -> withStatus(503);
      default ->
          new Decision.Failure(
              BAD_REQUEST, Optional.of(code), REFUSALS.getOrDefault(code, "A fault rule applied."));
    };
  }

  static Decision.Failure withStatus(int status) {
    return status == 503
        ? new Decision.Failure(
            status, Optional.of(SERVICE_UNAVAILABLE), "Service is unavailable, try again later.")
        : new Decision.Failure(status, Optional.of(INTERNAL_FAILURE), "Internal service failure.");
  }
}
