package dev.tributary.sink.kinesis;

import dev.tributary.sink.BatchOutcome;
import java.time.Duration;

/**
 * A request that failed as a whole.
 *
 * @param code the service's error code, or our name for what the network did
 * @param why for people: what is wrong and what would be right
 */
record Fault(Kind kind, String code, String why) {

  /** Faults by what one can do about them. */
  enum Kind {
    /** Slower, please. The service is there and the caller is known. */
    THROTTLED,
    /** The service or the network failed, or it is not known what happened: time may heal it. */
    TRANSIENT,
    /** Nobody there to answer. Time may heal it too, but a check has found nothing. */
    UNREACHABLE,
    /** This caller may not make this call. */
    DENIED,
    /** An operator must act: stream missing, bad keys, KMS key disabled. */
    OPERATOR,
    /** The request itself is refused, and will be again. */
    INVALID
  }

  /** For a status: what is wrong, with the code. */
  String text() {
    return why + " (" + code + ")";
  }

  /** Whether it shows that the service is there and knows the caller, only not the stream. */
  boolean isAboutTheStream() {
    return code.equals(ErrorClassifier.STREAM_MISSING) || ErrorClassifier.isAboutKms(code);
  }

  /** What it means for the records of a put. */
  BatchOutcome outcome() {
    return switch (kind) {
      case THROTTLED, TRANSIENT, UNREACHABLE -> new BatchOutcome.RetryAll(code, why, Duration.ZERO);
      case DENIED, OPERATOR -> new BatchOutcome.Hold(code, why);
      case INVALID -> new BatchOutcome.Invalid(code, why);
    };
  }
}
