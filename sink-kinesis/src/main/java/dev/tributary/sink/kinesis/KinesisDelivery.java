package dev.tributary.sink.kinesis;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.kinesis.internal.kpl.Packing;
import dev.tributary.sink.kinesis.internal.kpl.Packing.Packed;
import dev.tributary.sink.kinesis.internal.shard.HashKey;
import dev.tributary.sink.kinesis.internal.shard.KeyHasher;
import dev.tributary.sink.kinesis.internal.shard.ShardMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Puts records into one stream. Any number of threads may send at once. */
final class KinesisDelivery implements Delivery {

  private static final Fault KEYS_IGNORED =
      new Fault(
          Fault.Kind.OPERATOR,
          "HashKeysIgnored",
          "the stream does not place records by their keys (is its record distribution AUTO?), so"
              + " that aggregated records could not be read: set aggregation to none");

  private final Calls calls;
  private final StreamSummaries summaries;
  private final StreamAddress stream;
  private final Aggregation aggregation;
  private final StreamCheck check;
  private final ShardMapSource shards;
  private final StreamLimits limits;
  private final Surprises surprises;

  KinesisDelivery(
      Calls calls,
      StreamSummaries summaries,
      KinesisActionSettings settings,
      StreamCheck.Depth depth,
      LongSupplier nanos) {
    this.calls = calls;
    this.summaries = summaries;
    this.stream = StreamAddress.of(settings);
    this.aggregation = settings.aggregation();
    this.shards = new ShardMapSource(calls, stream, aggregation == Aggregation.KPL, nanos);
    this.limits = new StreamLimits(settings);
    this.surprises = new Surprises(shards, nanos);
    this.check = new StreamCheck(summaries, stream, limits, new DryRun(calls), depth);
    summaries.opened(stream);
  }

  @Override
  public BatchOutcome send(List<SinkRecord> batch) throws InterruptedException {
    ShardMap map = aggregation == Aggregation.KPL ? shards.current() : null;
    if (surprises.areTheRule()) {
      return KEYS_IGNORED.outcome();
    }
    List<Parcel> parcels = parcels(batch, map);
    PutRun run = new PutRun(batch.size(), this::put, parcel -> foretold(parcel, map));
    Fault fault = run.send(limits.requests(parcels));
    if (fault != null) {
      return fault.outcome();
    }
    if (map != null) {
      surprises.settle(run, batch, map);
    }
    return run.result();
  }

  /** Without a map: each record by itself. */
  private List<Parcel> parcels(List<SinkRecord> batch, @Nullable ShardMap map) {
    List<Parcel> parcels = new ArrayList<>(batch.size());
    if (map == null) {
      for (int i = 0; i < batch.size(); i++) {
        Packed plain = new Packed(new int[] {i}, ShardMap.UNKNOWN, null, null);
        parcels.add(Parcel.of(plain, batch));
      }
    } else {
      for (Packed packed : Packing.pack(batch, map, limits.targets(), shards.isDisproved())) {
        parcels.add(Parcel.of(packed, batch));
      }
    }
    return parcels;
  }

  private static @Nullable String foretold(Parcel parcel, @Nullable ShardMap map) {
    int shard = parcel.packed().shard();
    return shard == ShardMap.UNKNOWN ? null : Objects.requireNonNull(map).shardId(shard);
  }

  private Calls.Result<PutRecordsResponse> put(List<PutRecordsRequestEntry> entries)
      throws InterruptedException {
    return calls.call(
        stream.toString(),
        client ->
            client.putRecords(
                put -> put.streamName(stream.name()).streamARN(stream.arn()).records(entries)));
  }

  @Override
  public Health check() throws InterruptedException {
    Health found = check.check();
    if (found.equals(Health.CONNECTED)) {
      shards.keepFresh();
      limits.aggregating(shards.current() != null);
    }
    return surprises.areTheRule() ? Health.disconnected(KEYS_IGNORED.text()) : found;
  }

  @Override
  public Limits limits() {
    return limits.current();
  }

  @Override
  public @Nullable String shardOf(SinkRecord record) {
    ShardMap map = shards.current();
    if (map == null) {
      shards.want();
      return null;
    }
    HashKey hash = new KeyHasher().hash(record);
    int index = hash == null ? ShardMap.UNKNOWN : map.indexOf(hash);
    return index == ShardMap.UNKNOWN ? null : map.shardId(index);
  }

  /** The client belongs to the connector. */
  @Override
  public void close() {
    summaries.closed(stream);
  }
}
