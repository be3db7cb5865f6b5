package dev.tributary.sink.kinesis;

import dev.tributary.sink.Delivery.Limits;
import dev.tributary.sink.kinesis.internal.kpl.Packing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one stream takes at present, for this action's way of packing. Any thread. */
final class StreamLimits {

  /** Kinesis limits of PutRecords. */
  private static final int RECORDS_PER_REQUEST = 500;

  private static final int BYTES_PER_REQUEST = 10 << 20;
  private static final int KEY_CHARACTERS = 256;

  /** {@code MaxRecordSizeInKiB} of a stream that does not say. */
  private static final int DEFAULT_RECORD_KIB = 1024;

  /**
   * Records before aggregation that one send takes. Ten requests' worth where each goes to a shard
   * of its own; else about 1 MB of small messages, which one request carries in 40 aggregates.
   */
  private static final int RECORDS_PER_AGGREGATED_SEND = 5000;

  /** The frame of an aggregate, and lengths that grow with it. */
  private static final int AGGREGATE_FRAME = 40;

  private final KinesisActionSettings settings;
  private int recordBytes = DEFAULT_RECORD_KIB << 10;
  private boolean aggregating;
  private volatile Limits current;
  private volatile Packing.Targets targets;

  StreamLimits(KinesisActionSettings settings) {
    this.settings = settings;
    this.targets = computedTargets();
    this.current = computed();
  }

  Limits current() {
    return current;
  }

  Packing.Targets targets() {
    return targets;
  }

  List<List<Parcel>> requests(List<Parcel> parcels) {
    return Parcel.requests(parcels, RECORDS_PER_REQUEST, BYTES_PER_REQUEST);
  }

  /** What DescribeStreamSummary says; null where it does not. */
  synchronized void recordSize(@Nullable Integer kib) {
    recordBytes = (kib == null ? DEFAULT_RECORD_KIB : kib) << 10;
    targets = computedTargets();
    current = computed();
  }

  /** Once the shards are known, and then for good. */
  synchronized void aggregating(boolean known) {
    aggregating = known && settings.aggregation() == Aggregation.KPL;
    current = computed();
  }

  /**
   * With explicit hash keys, records in an aggregate may take twice what the runtime counts for
   * them; the stream must take that, too.
   */
  private Packing.Targets computedTargets() {
    int bytes = Math.min(settings.aggregationBytesMax(), recordBytes);
    int run = Math.min(bytes, recordBytes / 2) - AGGREGATE_FRAME;
    return new Packing.Targets(bytes, run, settings.aggregationRecordsMax());
  }

  private Limits computed() {
    return aggregating
        ? new Limits(
            RECORDS_PER_AGGREGATED_SEND,
            BYTES_PER_REQUEST,
            recordBytes,
            KEY_CHARACTERS,
            targets.runBytesMax())
        : new Limits(RECORDS_PER_REQUEST, BYTES_PER_REQUEST, recordBytes, KEY_CHARACTERS);
  }
}
