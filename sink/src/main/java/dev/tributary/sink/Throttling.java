package dev.tributary.sink;

/**
 * Knows a refusal for throughput by its code, as services name it: Kinesis says {@code
 * ProvisionedThroughputExceededException}, others {@code Throttling…}.
 */
final class Throttling {

  private Throttling() {}

  static boolean isThrottled(Outcome outcome) {
    return outcome instanceof Outcome.Retry(String code, var _, var _) && isThrottling(code);
  }

  static boolean isThrottling(String errorCode) {
    return errorCode.contains("ThroughputExceeded")
        || errorCode.contains("Throttl")
        || errorCode.equals("RequestLimitExceeded")
        || errorCode.equals("SlowDown");
  }
}
