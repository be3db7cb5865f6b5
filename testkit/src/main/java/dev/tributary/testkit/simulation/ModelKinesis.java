package dev.tributary.testkit.simulation;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A stream that outlives the simulated processes that write to it: shards with ranges of hashes and
 * limits, and faults as {@link #faults} says. Not thread-safe.
 */
public final class ModelKinesis {

  /** Kinesis hashes to 128 bits; 32 are enough to share out keys. */
  private static final int HASH_BITS = 32;

  private static final long HASH_MAX = (1L << HASH_BITS) - 1;
  private static final int EXPLICIT_BITS = 128;

  /** Hears what the service does. */
  public interface Observer {

    /** Whether the service will never take this record. */
    boolean isInvalid(SinkRecord record);

    /** The record is in the stream. */
    void stored(SinkRecord record, String shardId);

    /**
     * Its sender has the answer.
     *
     * @param confirmed false if the answer does not say that the record is stored
     */
    void answered(SinkRecord record, boolean confirmed);
  }

  /** What one request has led to. */
  record Answer(BatchOutcome outcome, List<SinkRecord> stored, boolean late) {

    static Answer refused(BatchOutcome outcome) {
      return new Answer(outcome, List.of(), false);
    }
  }

  private final SimulatedClock clock;
  private final SplittableRandom random;
  private final Observer observer;
  private final KinesisFaults faults = new KinesisFaults();
  private final List<ModelShard> open = new ArrayList<>();
  private final List<ModelShard> closed = new ArrayList<>();
  private int recordsPerSecond = 1000;
  private long bytesPerSecond = 1 << 20;
  private int generation;

  public ModelKinesis(
      SimulatedClock clock, SplittableRandom random, int shards, Observer observer) {
    this.clock = clock;
    this.random = random;
    this.observer = observer;
    long width = (HASH_MAX + 1) / shards;
    for (int i = 0; i < shards; i++) {
      long to = i == shards - 1 ? HASH_MAX : (i + 1) * width - 1;
      open.add(new ModelShard(i, i * width, to));
    }
  }

  /** Throughput of one shard. */
  public void limit(int records, long bytes) {
    recordsPerSecond = records;
    bytesPerSecond = bytes;
  }

  /** How it fails. */
  public KinesisFaults faults() {
    return faults;
  }

  /** A connection of one process. */
  public Connector connector(SimulatedDriver driver) {
    return new ModelConnector(this, driver);
  }

  /** What one action of one process sends through. */
  public Delivery delivery(SimulatedDriver driver, Delivery.Limits limits, RequestBounds bounds) {
    return new ModelDelivery(this, driver, limits, bounds);
  }

  /** Splits a shard, or merges two neighbours: their old selves are closed. */
  public void reshard() {
    int at = random.nextInt(open.size());
    ModelShard shard = open.get(at);
    if (at + 1 < open.size() && random.nextBoolean()) {
      ModelShard next = open.get(at + 1);
      replace(at, 2, List.of(newShard(shard.from, next.to)));
    } else if (shard.from < shard.to) {
      long middle = (shard.from + shard.to) >>> 1;
      replace(at, 1, List.of(newShard(shard.from, middle), newShard(middle + 1, shard.to)));
    }
  }

  private ModelShard newShard(long from, long to) {
    int number = open.size() + closed.size() + generation++;
    return new ModelShard(number, from, to);
  }

  private void replace(int at, int count, List<ModelShard> children) {
    for (int i = 0; i < count; i++) {
      closed.add(open.remove(at));
    }
    open.addAll(at, children);
  }

  /** Ids of shards that take records. */
  public List<String> openShards() {
    return open.stream().map(shard -> shard.id).toList();
  }

  /** What was stored, shard by shard in order, closed shards first. */
  public List<SinkRecord> stored() {
    List<SinkRecord> all = new ArrayList<>();
    closed.forEach(shard -> all.addAll(shard.stored()));
    open.forEach(shard -> all.addAll(shard.stored()));
    return all;
  }

  List<ModelShard> shardMap() {
    return List.copyOf(open);
  }

  static ModelShard shardOf(SinkRecord record, List<ModelShard> shardMap) {
    long hash = hash(record);
    for (ModelShard shard : shardMap) {
      if (shard.covers(hash)) {
        return shard;
      }
    }
    throw new AssertionError("no shard covers " + hash);
  }

  private static long hash(SinkRecord record) {
    String explicit = record.explicitHashKey();
    if (explicit != null) {
      return new BigInteger(explicit).shiftRight(EXPLICIT_BITS - HASH_BITS).longValueExact();
    }
    long mixed = record.partitionKey().hashCode() * 0x9E3779B97F4A7C15L;
    return mixed >>> HASH_BITS;
  }

  /**
   * A request arrives.
   *
   * @param limits of a record; with aggregates all records of a key travel in one
   */
  Answer put(List<SinkRecord> batch, Delivery.Limits limits) {
    BatchOutcome.Hold hold = faults.hold;
    if (hold != null) {
      return Answer.refused(hold);
    }
    if (batch.stream().anyMatch(record -> isInvalid(record, limits))) {
      return Answer.refused(new BatchOutcome.Invalid("ValidationException", "a record is bad"));
    }
    int roll = random.nextInt(1000);
    if (roll < faults.throttled) {
      return refusal("LimitExceededException");
    }
    roll -= faults.throttled;
    if (roll >= 0 && roll < faults.failed) {
      return refusal("InternalFailure");
    }
    roll -= faults.failed;
    if (roll >= 0 && roll < faults.reset) {
      return refusal("ConnectionReset");
    }
    roll -= faults.reset;
    Answer answer = store(batch, limits.bytesPerAggregate() > 0);
    if (roll >= 0 && roll < faults.lost) {
      return new Answer(retry("Timeout"), answer.stored(), true);
    }
    roll -= faults.lost;
    if (roll >= 0 && roll < faults.garbled) {
      return new Answer(new BatchOutcome.PerRecord(List.of()), answer.stored(), false);
    }
    return answer;
  }

  private boolean isInvalid(SinkRecord record, Delivery.Limits limits) {
    return observer.isInvalid(record)
        || record.bytes() > limits.bytesPerRecord()
        || record.partitionKey().isEmpty();
  }

  private Answer refusal(String code) {
    return Answer.refused(retry(code));
  }

  private BatchOutcome retry(String code) {
    Duration after = Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(300) : 0);
    return new BatchOutcome.RetryAll(code, "as the model wants it", after);
  }

  private Answer store(List<SinkRecord> batch, boolean aggregated) {
    boolean late = random.nextInt(1000) < faults.slow;
    List<SinkRecord> stored = new ArrayList<>();
    Units units = aggregated ? Units.byKey(batch) : Units.each(batch);
    List<Outcome> outcomes =
        units.outcomes(unit -> {
          ModelShard shard = shardOf(unit.getFirst(), open);
          Outcome.Retry refused = refusal(shard, unit);
          if (refused != null) {
            return _ -> refused;
          }
          return record -> {
            stored.add(record);
            String sequence = shard.store(record);
            observer.stored(record, shard.id);
            return new Outcome.Delivered(shard.id, sequence);
          };
        });
    return new Answer(new BatchOutcome.PerRecord(outcomes, units.count()), stored, late);
  }

  private Outcome.@Nullable Retry refusal(ModelShard shard, List<SinkRecord> unit) {
    long bytes = unit.stream().mapToLong(SinkRecord::bytes).sum();
    if (!shard.hasThroughput(clock.elapsedNanos(), bytes, recordsPerSecond, bytesPerSecond)) {
      return new Outcome.Retry(
          "ProvisionedThroughputExceededException", "of " + shard.id, Duration.ZERO);
    }
    if (random.nextInt(1000) < faults.recordsFailed) {
      return new Outcome.Retry("InternalFailure", "as the model wants it", Duration.ZERO);
    }
    return null;
  }

  void answered(Answer answer, BatchOutcome told) {
    boolean confirmed =
        told.equals(answer.outcome())
            && told instanceof BatchOutcome.PerRecord(var outcomes, int _)
            && !outcomes.isEmpty();
    answer.stored().forEach(record -> observer.answered(record, confirmed));
  }

  Health health() {
    BatchOutcome.Hold hold = faults.hold;
    return hold == null ? Health.CONNECTED : Health.disconnected(hold.whatToDo());
  }

  /** How long a health check takes. */
  Duration checkTime() {
    return faults.silent
        ? Duration.ofMinutes(10)
        : Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(30));
  }

  /** How long a caller waits in vain. */
  Duration lateness() {
    return Duration.ofMillis(500 + random.nextInt(10_000));
  }
}
