package dev.tributary.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@link FakeKinesis} does with one request instead of simply storing and answering it. */
public sealed interface Fault {

  /** Stores everything and answers. */
  record None() implements Fault {}

  /** Answers 200; the chosen records fail alone and the others are stored. */
  record Records(RecordFaults faults) implements Fault {}

  /** Stores nothing and answers with an error for the whole request. */
  record Refuse(int status, String code, String message) implements Fault {}

  /** Stores nothing and resets the connection. */
  record ResetBeforeStoring() implements Fault {}

  /** Stores everything and resets the connection: the answer is lost. */
  record ResetAfterStoring() implements Fault {}

  /** Waits, then does {@code then}. Stopping the fake ends the wait without storing. */
  record Delay(Duration duration, Fault then) implements Fault {}

  /**
   * Waits until the test opens the gate, then does {@code then}. Stopping the fake ends the wait.
   */
  record Gate(CountDownLatch gate, Fault then) implements Fault {}

  /** Stores first, then waits at the gate before it answers: an answer that comes late. */
  record GateBeforeAnswer(CountDownLatch gate) implements Fault {}

  /** Decides per record. */
  @FunctionalInterface
  interface RecordFaults {
    /** Empty accepts the record. */
    Optional<RecordError> errorOf(int request, int index, String partitionKey, byte[] data);
  }

  /** Per-record error codes of PutRecords. */
  enum RecordError {
    THROTTLED("ProvisionedThroughputExceededException", "Rate exceeded for the record's shard."),
    INTERNAL_FAILURE("InternalFailure", "Internal service failure.");

    private final String code;
    private final String message;

    RecordError(String code, String message) {
      this.code = code;
      this.message = message;
    }

    public String code() {
      return code;
    }

    public String message() {
      return message;
    }
  }

  static Fault none() {
    return new None();
  }

  static Fault records(RecordFaults faults) {
    return new Records(faults);
  }

  /** Throttles the records at these places of the request. */
  static Fault throttleAt(int... indexes) {
    return at(RecordError.THROTTLED, indexes);
  }

  /** Fails the records at these places of the request with InternalFailure. */
  static Fault failAt(int... indexes) {
    return at(RecordError.INTERNAL_FAILURE, indexes);
  }

  private static Fault at(RecordError error, int... indexes) {
    int[] chosen = indexes.clone();
    return new Records((_, index, _, _) ->
        Arrays.stream(chosen).anyMatch(i -> i == index) ? Optional.of(error) : Optional.empty());
  }

  /** Throttling of the whole request, which Kinesis answers with status 400. */
  static Fault throttleRequest() {
    return new Refuse(
        400, "ProvisionedThroughputExceededException", "Rate exceeded for the stream.");
  }

  static Fault internalFailure() {
    return new Refuse(500, "InternalFailure", "Internal service failure.");
  }

  static Fault serviceUnavailable() {
    return new Refuse(503, "ServiceUnavailable", "The service is not available right now.");
  }

  static Fault accessDenied() {
    return new Refuse(
        400, "AccessDeniedException", "The caller is not authorized for this stream.");
  }

  static Fault streamNotFound() {
    return new Refuse(400, "ResourceNotFoundException", "The stream does not exist.");
  }

  static Fault refuse(int status, String code, String message) {
    return new Refuse(status, code, message);
  }

  static Fault resetBeforeStoring() {
    return new ResetBeforeStoring();
  }

  static Fault resetAfterStoring() {
    return new ResetAfterStoring();
  }

  static Fault delay(Duration duration) {
    return new Delay(duration, new None());
  }

  static Fault gate(CountDownLatch gate) {
    return new Gate(gate, new None());
  }

  static Fault gateBeforeAnswer(CountDownLatch gate) {
    return new GateBeforeAnswer(gate);
  }
}
