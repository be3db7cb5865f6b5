package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import java.util.Optional;

/** A request that is not performed because a fault was asked for. */
final class FaultException extends KinesisException {
  private final transient Optional<Failure> failure;

  /**
   * @param failure empty when nothing is answered at all
   */
  FaultException(Optional<Failure> failure) {
    super(ErrorType.INTERNAL_FAILURE, failure.map(Failure::message).orElse(""));
    this.failure = failure;
  }

  Optional<Failure> failure() {
    return failure;
  }
}
