package dev.tributary.kinesis.local.internal.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The metrics of enhanced monitoring, by the names of the API. */
enum ShardMetric {
  INCOMING_BYTES("IncomingBytes"),
  INCOMING_RECORDS("IncomingRecords"),
  OUTGOING_BYTES("OutgoingBytes"),
  OUTGOING_RECORDS("OutgoingRecords"),
  WRITE_EXCEEDED("WriteProvisionedThroughputExceeded"),
  READ_EXCEEDED("ReadProvisionedThroughputExceeded"),
  ITERATOR_AGE("IteratorAgeMilliseconds");

  private static final String ALL = "ALL";

  private final String wireName;

  ShardMetric(String wireName) {
    this.wireName = wireName;
  }

  /** All that a request may name. */
  static String[] names() {
    return Stream.concat(Arrays.stream(values()).map(m -> m.wireName), Stream.of(ALL))
        .toArray(String[]::new);
  }

  /** What is meant by names of a request, one of which may be that of all. */
  static SortedSet<String> meant(Collection<String> names) {
    SortedSet<String> meant = new TreeSet<>();
    for (ShardMetric metric : values()) {
      if (names.contains(ALL) || names.contains(metric.wireName)) {
        meant.add(metric.wireName);
      }
    }
    return meant;
  }
}
