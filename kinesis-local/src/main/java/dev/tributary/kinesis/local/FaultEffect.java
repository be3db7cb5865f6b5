package dev.tributary.kinesis.local;

/** What a {@link FaultRule} does to a request. Immutable. */
public sealed interface FaultEffect {

  /** Nothing: for the requests of a script that are to succeed. */
  record None() implements FaultEffect {}

  /**
   * The error of too many requests, as AWS has it for the operation; in a rule about records, the
   * records fail with {@code ProvisionedThroughputExceededException}.
   */
  record Throttle() implements FaultEffect {}

  /**
   * An error of the API by its name, with its HTTP status.
   *
   * @param code such as {@code InternalFailure} or {@code KMSThrottlingException}; what can be
   *     named is listed when another name is given
   */
  record AwsError(String code) implements FaultEffect {}

  /**
   * A failure of the service before it has understood anything.
   *
   * @param status 500 to 599
   * @param body whether an error in AWS's form comes with it, or nothing at all
   */
  record Status(int status, boolean body) implements FaultEffect {}

  /** The request is performed, and its answer held back. */
  record Latency(FaultLatency distribution) implements FaultEffect {}

  /** The connection is reset, and nothing was done. */
  record ResetBeforeStoring() implements FaultEffect {}

  /** The request is performed and its answer lost: the connection is reset. */
  record ResetAfterStoring() implements FaultEffect {}
}
