package dev.tributary.kinesis.local.internal.store;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A registered consumer of a stream, for enhanced fan-out.
 *
 * @param activeMillis from then on it is ACTIVE
 * @param goneMillis from then on it does not exist; {@link Long#MAX_VALUE} while nobody deregisters
 *     it
 */
public record StreamConsumer(
    String name,
    String arn,
    long createdMillis,
    long activeMillis,
    long goneMillis,
    SortedMap<String, String> tags,
    Optional<String> resourcePolicy) {

  public StreamConsumer {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }
}
