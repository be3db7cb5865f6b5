package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import dev.tributary.kinesis.local.internal.store.Stream;

/** What became of a record. */
sealed interface PutOutcome {
  record Stored(Stream.Place place) implements PutOutcome {}

  record Failed(Failure failure) implements PutOutcome {}
}
