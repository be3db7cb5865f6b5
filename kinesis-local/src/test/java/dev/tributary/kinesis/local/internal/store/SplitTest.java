package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Splits while others put. */
final class SplitTest {
  private static final int SPLITS = 40;

  private final TestClock clock = new TestClock();
  private final StoreBudget budget = new StoreBudget(100_000_000);
  private final StreamDirectory directory =
      new StreamDirectory(
          "arn:aws:kinesis:us-east-1:000000000000:stream/",
          Duration.ofHours(24),
          Duration.ZERO,
          budget,
          clock,
          5);
  private final Stream stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();

  /** Parents before children, each key's records are in the order in which they were put. */
  @Test
  void nothingIsLostOrReordered() throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String key = "key-" + i;
      writers.add(Thread.ofVirtual().start(() -> write(key, 5000)));
    }
    HashKey middle = HashKey.parse("170141183460469231731687303715884105728").orElseThrow();
    for (int i = 0; i < SPLITS; i++) {
      // Always the upper one, whose start moves towards the middle of what is left.
      Shard upper = stream.shardOf(HashKey.MAX);
      HashKey second = new HashKey((upper.startingHashKey().high() >>> 1) + middle.high(), 0);
      assertThat(upper.canBeSplitAt(second)).isTrue();
      assertThat(directory.split(stream, upper, second)).isTrue();
      assertThat(directory.split(stream, upper, second)).as("a second time").isFalse();
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(stream.openShards()).isEqualTo(SPLITS + 1);
    assertThat(stream.shards()).hasSize(2 * SPLITS + 1);
    for (int i = 0; i < 3; i++) {
      assertThat(readAll("key-" + i))
          .isEqualTo(IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
    }
  }

  private void write(String key, int count) {
    HashKey hash = HashKey.ofPartitionKey(HashKey.md5(), key.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < count; i++) {
      byte[] data = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      Optional<Stream.Place> place = stream.append(hash, key, data, clock.millis());
      assertThat(place).isPresent();
    }
  }

  /** Shards in the order of their indexes: parents come first. */
  private List<String> readAll(String key) {
    return stream.shards().stream()
        .flatMap(shard -> shard.read(0, Integer.MAX_VALUE, clock.millis()).records().stream())
        .filter(record -> record.partitionKey().equals(key))
        .map(record -> new String(record.data(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void aDeletedStreamTakesNothingAndCannotBeSplit() {
    Shard shard = stream.shards().getFirst();
    directory.delete(stream);
    HashKey hash = new HashKey(7, 7);
    assertThat(stream.append(hash, "k", new byte[1], clock.millis())).isEmpty();
    assertThat(directory.split(stream, shard, hash)).isFalse();
  }

  @Test
  void childrenAreYoungerThanAllThatTheParentHolds() {
    Shard parent = stream.shards().getFirst();
    String last =
        parent.append("k", new byte[1], EncryptionType.NONE, clock.millis() + 500).orElseThrow();
    assertThat(directory.split(stream, parent, new HashKey(7, 7))).isTrue();
    assertThat(stream.shards().get(1).createdMillis()).isEqualTo(parent.endedMillis());
    assertThat(stream.shards().get(1).startingSequenceNumber()).isGreaterThan(last);
    assertThat(parent.endingSequenceNumber().orElseThrow()).isGreaterThan(last);
    assertThat(parent.append("k", new byte[1], EncryptionType.NONE, clock.millis())).isEmpty();
  }
}
