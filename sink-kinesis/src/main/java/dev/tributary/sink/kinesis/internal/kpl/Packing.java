package dev.tributary.sink.kinesis.internal.kpl;

import dev.tributary.sink.Delivery.Limits;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.kinesis.internal.shard.HashKey;
import dev.tributary.sink.kinesis.internal.shard.KeyHasher;
import dev.tributary.sink.kinesis.internal.shard.ShardMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packs one batch into Kinesis records: one shard's records into as few aggregates as fit. The
 * records of one key that came together for one shard go into one aggregate, in order: a request
 * that fails in part cannot tear them apart. What stands alone goes as it is, so that everybody can
 * read it. For one batch, by one thread.
 */
public final class Packing {

  /**
   * How much goes into one aggregate.
   *
   * @param bytesMax of an aggregate with everything and its key: what is aimed at
   * @param runBytesMax records of one key that come to no more than this, with {@link
   *     Limits#AGGREGATE_OVERHEAD} each, are never torn apart, even if they exceed the others
   * @param recordsMax user records
   */
  public record Targets(int bytesMax, int runBytesMax, int recordsMax) {}

  /**
   * One Kinesis record.
   *
   * @param members places in the batch, in order
   * @param shard place in the shard map, or {@link ShardMap#UNKNOWN}
   * @param hash what decides on its shard; null if the record has none that is valid
   * @param aggregate null if it goes as it is
   */
  public record Packed(
      int[] members, int shard, @Nullable HashKey hash, byte @Nullable [] aggregate) {

    public boolean isAggregate() {
      return aggregate != null;
    }
  }

  private final List<SinkRecord> batch;
  private final ShardMap map;
  private final Targets targets;
  private final boolean apart;
  private final KeyHasher hasher = new KeyHasher();
  private final AggregateWriter writer = new AggregateWriter();
  private final AggregateSize size = new AggregateSize();
  private final @Nullable HashKey[] hashes;
  private final List<Packed> packed = new ArrayList<>();

  private Packing(List<SinkRecord> batch, ShardMap map, Targets targets, boolean apart) {
    this.batch = batch;
    this.map = map;
    this.targets = targets;
    this.apart = apart;
    this.hashes = new HashKey[batch.size()];
  }

  /**
   * The records of each shard stay in order.
   *
   * @param apart whether an aggregate may have records of one hash only, for where the map is known
   *     to be wrong: whatever shard takes them, they belong there
   */
  public static List<Packed> pack(
      List<SinkRecord> batch, ShardMap map, Targets targets, boolean apart) {
    return new Packing(batch, map, targets, apart).pack();
  }

  private List<Packed> pack() {
    int[] shards = shards();
    int[] ends = new int[map.size() + 1];
    int[] order = byShard(shards, ends);
    int from = 0;
    for (int shard = ShardMap.UNKNOWN; shard < map.size(); shard++) {
      int end = ends[shard + 1];
      if (shard == ShardMap.UNKNOWN) {
        alone(order, from, end);
      } else {
        packShard(shard, order, from, end);
      }
      from = end;
    }
    return packed;
  }

  private int[] shards() {
    int[] shards = new int[batch.size()];
    for (int i = 0; i < shards.length; i++) {
      HashKey hash = hasher.hash(batch.get(i));
      hashes[i] = hash;
      boolean same = i > 0 && hash != null && hash.equals(hashes[i - 1]);
      shards[i] = same ? shards[i - 1] : hash == null ? ShardMap.UNKNOWN : map.indexOf(hash);
    }
    return shards;
  }

  /** Sorts by counting, which keeps the order within a shard. */
  private static int[] byShard(int[] shards, int[] ends) {
    int[] next = new int[ends.length];
    for (int shard : shards) {
      ends[shard + 1]++;
    }
    for (int i = 1; i < ends.length; i++) {
      next[i] = ends[i - 1];
      ends[i] += ends[i - 1];
    }
    int[] order = new int[shards.length];
    for (int i = 0; i < shards.length; i++) {
      order[next[shards[i] + 1]++] = i;
    }
    return order;
  }

  private void alone(int[] order, int from, int end) {
    for (int i = from; i < end; i++) {
      int member = order[i];
      packed.add(new Packed(new int[] {member}, ShardMap.UNKNOWN, hashes[member], null));
    }
  }

  private void packShard(int shard, int[] order, int from, int end) {
    int start = from;
    int at = from;
    size.clear();
    while (at < end) {
      int run = runEnd(order, at, end);
      boolean fits = !(apart && at > start) && fits(order, at, run);
      if (!fits) {
        close(shard, order, start, at);
        start = at;
      }
      if (fits || staysTogether(order, at, run)) {
        addAll(order, at, run);
      } else {
        start = packLongRun(shard, order, at, run);
      }
      at = run;
    }
    close(shard, order, start, end);
  }

  /** A run is what one key has in this batch for this shard. */
  private int runEnd(int[] order, int from, int end) {
    int at = from + 1;
    while (at < end && isSameRun(order[from], order[at])) {
      at++;
    }
    return at;
  }

  private boolean isSameRun(int first, int other) {
    return batch.get(first).partitionKey().equals(batch.get(other).partitionKey())
        && !(apart && !Objects.equals(hashes[first], hashes[other]));
  }

  /** Whether the run fits behind what is in the open aggregate. */
  private boolean fits(int[] order, int from, int end) {
    return size.records() + (end - from) <= targets.recordsMax()
        && size.bytes() + roughBytes(order, from, end) <= targets.bytesMax();
  }

  private boolean staysTogether(int[] order, int from, int end) {
    return end - from == 1 || runBytes(order, from, end) <= targets.runBytesMax();
  }

  /** Never too little, whatever the records are. */
  private long roughBytes(int[] order, int from, int end) {
    long bytes = runBytes(order, from, end);
    for (int i = from; i < end; i++) {
      String hashKey = batch.get(order[i]).explicitHashKey();
      bytes += hashKey == null ? 0 : Protobuf.bytesSize(hashKey.length());
    }
    return bytes;
  }

  /** As the runtime counts them. */
  private long runBytes(int[] order, int from, int end) {
    long bytes = 0;
    for (int i = from; i < end; i++) {
      bytes += batch.get(order[i]).bytes() + Limits.AGGREGATE_OVERHEAD;
    }
    return bytes;
  }

  private void addAll(int[] order, int from, int end) {
    for (int i = from; i < end; i++) {
      size.add(batch.get(order[i]));
    }
  }

  /** A run that nobody asked to keep together. Returns where the aggregate left open starts. */
  private int packLongRun(int shard, int[] order, int from, int end) {
    int start = from;
    for (int i = from; i < end; i++) {
      if (i > start && !fits(order, i, i + 1)) {
        close(shard, order, start, i);
        start = i;
      }
      size.add(batch.get(order[i]));
    }
    return start;
  }

  private void close(int shard, int[] order, int from, int end) {
    if (from < end) {
      int[] members = Arrays.copyOfRange(order, from, end);
      byte @Nullable [] aggregate =
          members.length == 1 ? null : writer.write(batch, members, size.bytes());
      HashKey hash = Objects.requireNonNull(hashes[members[0]]);
      packed.add(new Packed(members, shard, hash, aggregate));
    }
    size.clear();
  }
}
