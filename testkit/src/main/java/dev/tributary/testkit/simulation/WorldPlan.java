package dev.tributary.testkit.simulation;

import dev.tributary.sink.Acknowledge;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferMode;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.DeadLetterSettings;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Overflow;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What does not change while a world runs, and the settings that do: sizes small enough that every
 * bound is hit.
 *
 * @param wholeRequests no partial failures: then {@code batch} keeps the order too
 * @param keysShared several publishers per key: then no order is promised
 * @param expiring whether records may have a time to live
 */
record WorldPlan(
    BufferMode mode,
    Ordering ordering,
    Overflow overflow,
    Delivery.Limits limits,
    boolean wholeRequests,
    boolean keysShared,
    int publishers,
    int keys,
    boolean expiring,
    @Nullable DeadLetterSettings deadLetters) {

  static final int RECORD_BYTES_MAX = 100;
  private static final int BUFFER_PLENTY = 1 << 20;

  private static final List<Overflow> OVERFLOWS =
      List.of(Overflow.BACKPRESSURE, Overflow.BACKPRESSURE, Overflow.REJECT, Overflow.DROP_OLDEST);

  private static final List<Acknowledge> ACKNOWLEDGES =
      List.of(
          Acknowledge.BUFFERED, Acknowledge.BUFFERED, Acknowledge.DELIVERED, Acknowledge.RECEIVED);

  static WorldPlan random(SplittableRandom random, List<BufferMode> modes) {
    return new WorldPlan(
        pick(random, modes),
        pick(random, List.of(Ordering.STRICT, Ordering.STRICT, Ordering.BATCH, Ordering.NONE)),
        pick(random, OVERFLOWS),
        limits(random),
        random.nextBoolean(),
        random.nextInt(4) == 0,
        1 + random.nextInt(5),
        1 + random.nextInt(8),
        random.nextInt(3) == 0,
        random.nextBoolean()
            ? new DeadLetterSettings(1000 + random.nextInt(20_000), Duration.ofHours(1))
            : null);
  }

  private static Delivery.Limits limits(SplittableRandom random) {
    int bytesPerAggregate = random.nextInt(3) == 0 ? 200 + random.nextInt(400) : 0;
    int recordsPerRequest = bytesPerAggregate == 0 ? 500 : 5 + random.nextInt(50);
    int bytesPerRequest = Math.max(bytesPerAggregate, RECORD_BYTES_MAX + random.nextInt(500));
    return new Delivery.Limits(
        recordsPerRequest, bytesPerRequest, RECORD_BYTES_MAX, 8, bytesPerAggregate);
  }

  /** Whether first deliveries are in the order of publishing, per key. */
  boolean isInOrder() {
    return !keysShared
        && switch (ordering) {
          case STRICT -> true;
          case BATCH -> wholeRequests;
          case NONE -> false;
        };
  }

  ActionSettings settings(SplittableRandom random) {
    Duration ttl =
        expiring && random.nextBoolean() ? Duration.ofMillis(200 + random.nextInt(5000)) : null;
    return new ActionSettings(
        true,
        1 + random.nextInt(10),
        Duration.ofMillis(random.nextInt(50)),
        buffer(random),
        1 + random.nextInt(6),
        1 + random.nextInt(4),
        ttl,
        ordering,
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        deadLetters);
  }

  private BufferSettings buffer(SplittableRandom random) {
    boolean small = random.nextBoolean();
    Acknowledge acknowledge = pick(random, ACKNOWLEDGES);
    if (mode == BufferMode.MEMORY_ONLY) {
      long bytes = small ? RECORD_BYTES_MAX + random.nextInt(400) : BUFFER_PLENTY;
      return new BufferSettings(mode, bytes, bytes, 1 << 20, acknowledge, overflow);
    }
    long memory = 1L + random.nextInt(random.nextBoolean() ? 300 : 3000);
    long segment = 100L + random.nextInt(random.nextBoolean() ? 1000 : 10_000);
    long bytes = small ? 1000 + random.nextInt(5000) : BUFFER_PLENTY;
    return new BufferSettings(mode, bytes, memory, segment, acknowledge, overflow);
  }

  private static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
