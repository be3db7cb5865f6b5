package dev.tributary.sink;

/** What a lane wants next. */
sealed interface LaneStep {

  /** Send this and tell the lane the answer. */
  record Send(Batch batch) implements LaneStep {}

  /** Nothing to send for so many nanoseconds, or until woken. */
  record Wait(long nanos) implements LaneStep {}
}
