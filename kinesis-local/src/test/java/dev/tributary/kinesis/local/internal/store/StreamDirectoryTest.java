package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for streams in memory and on disk. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class StreamDirectoryTest extends StorageFixture {
  StreamDirectoryTest(Kind kind) {
    super(kind);
  }

  /** Expected shards come from Python's hashlib. */
  @Test
  void routesByHashRange() {
    Stream stream = stream(3);
    assertThat(stream.shardOf(hash("device-1")).index()).isEqualTo(2);
    assertThat(stream.shardOf(hash("device-2")).index()).isEqualTo(0);
    assertThat(stream.shardOf(hash("device-3")).index()).isEqualTo(0);
    assertThat(stream.shardOf(hash("device-4")).index()).isEqualTo(0);
    assertThat(stream.shardOf(hash("device-5")).index()).isEqualTo(2);
    assertThat(stream.shardOf(hash("Zürich")).index()).isEqualTo(0);
  }

  @Test
  void routesTheEdgesOfARange() {
    Stream stream = stream(7);
    for (Shard shard : stream.shards()) {
      assertThat(stream.shardOf(shard.startingHashKey())).isSameAs(shard);
      assertThat(stream.shardOf(shard.endingHashKey())).isSameAs(shard);
    }
    assertThat(stream.shards().getFirst().startingHashKey()).isEqualTo(HashKey.MIN);
    assertThat(stream.shards().getLast().endingHashKey()).isEqualTo(HashKey.MAX);
  }

  @Test
  void sequenceNumbersGrowEvenWhenTheClockIsSetBack() {
    Stream stream = stream(1);
    Shard shard = stream.shards().getFirst();
    String previous = shard.startingSequenceNumber();
    for (long offset : new long[] {0, 0, 10, -5000, 3, 20}) {
      String next =
          shard
              .append("k", new byte[1], EncryptionType.NONE, clock.millis() + offset)
              .orElseThrow();
      assertThat(next).hasSize(56).isGreaterThan(previous);
      previous = next;
    }
  }

  @Test
  void sequenceNumbersDoNotRepeatWhenAStreamIsCreatedAgain() {
    StreamDirectory directory = directory(Duration.ZERO);
    Set<String> numbers = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Stream stream = directory.create(StreamSpec.provisioned("s", 2)).orElseThrow();
      for (Shard shard : stream.shards()) {
        assertThat(numbers.add(put(stream, shard, 1))).isTrue();
      }
      directory.delete(stream);
    }
  }

  @Test
  void readsPagesInOrder() {
    Stream stream = stream(1);
    Shard shard = stream.shards().getFirst();
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      numbers.add(put(stream, shard, 1));
      clock.advance(Duration.ofMillis(10));
    }
    Shard.Page page = shard.read(shard.oldestPosition(), 3, clock.millis());
    assertThat(page.records())
        .extracting(StoredRecord::sequenceNumber)
        .isEqualTo(numbers.subList(0, 3));
    assertThat(page.millisBehindLatest()).isEqualTo(20);
    page = shard.read(page.nextPosition(), 3, clock.millis());
    assertThat(page.records()).hasSize(2);
    assertThat(page.millisBehindLatest()).isZero();
    assertThat(shard.read(page.nextPosition(), 3, clock.millis()).records()).isEmpty();
  }

  @Test
  void cutsAPageAtTenMebibytesButNeverBelowOneRecord() {
    budget = new StoreBudget(1L << 40);
    Stream stream = stream(1);
    Shard shard = stream.shards().getFirst();
    for (int i = 0; i < 11; i++) {
      put(stream, shard, 1024 * 1024);
    }
    assertThat(shard.read(0, 10_000, clock.millis()).records()).hasSize(10);
  }

  @Test
  void forgetsAfterTheRetention() {
    Stream stream = stream(1);
    Shard shard = stream.shards().getFirst();
    String old = put(stream, shard, 100);
    clock.advance(Duration.ofHours(24));
    String young = put(stream, shard, 100);
    assertThat(shard.read(0, 10, clock.millis()).records()).hasSize(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(shard.read(0, 10, clock.millis()).records())
        .extracting(StoredRecord::sequenceNumber)
        .containsExactly(young);
    assertThat(shard.positionOf(old)).hasValue(1); // still a valid place to start from
  }

  @Test
  void trimsTheOldestOfAllStreamsToTheBudget() {
    StreamDirectory directory = directory(Duration.ZERO);
    Stream a = directory.create(StreamSpec.provisioned("a", 1)).orElseThrow();
    Stream b = directory.create(StreamSpec.provisioned("b", 1)).orElseThrow();
    Shard older = a.shards().getFirst();
    Shard younger = b.shards().getFirst();
    put(a, 400_000);
    clock.advance(Duration.ofSeconds(1));
    put(b, 400_000);
    directory.trimToBudget();
    assertThat(older.read(0, 10, clock.millis()).records()).hasSize(1);
    put(b, 400_000);
    directory.trimToBudget();
    assertThat(older.read(0, 10, clock.millis()).records()).isEmpty();
    assertThat(younger.read(0, 10, clock.millis()).records()).hasSize(2);
    assertThat(budget.usedBytes()).isBetween(800_000L, 1_000_000L);
  }

  /** Writers race with each other and with trimming; what is counted has to be what is held. */
  @Test
  void countsItsBytesRightUnderConcurrency() throws Exception {
    StreamDirectory directory = directory(Duration.ZERO);
    Stream stream = directory.create(StreamSpec.provisioned("s", 3)).orElseThrow();
    Set<String> numbers = ConcurrentHashMap.newKeySet();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      int writer = w;
      writers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 5000; i++) {
                  numbers.add(put(stream, stream.shards().get((writer + i) % 3), 1000));
                  directory.trimToBudget();
                }
              }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    directory.trimToBudget();
    assertThat(numbers).hasSize(20_000);
    assertThat(budget.usedBytes()).isBetween(900_000L, 1_000_000L);
    directory.delete(stream);
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void aDeletedStreamGivesItsBytesBackAndTakesNoMore() {
    StreamDirectory directory = directory(Duration.ZERO);
    Stream stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();
    Shard shard = stream.shards().getFirst();
    put(stream, shard, 1000);
    directory.delete(stream);
    assertThat(budget.usedBytes()).isZero();
    assertThat(stream.append(HashKey.MIN, "k", new byte[1], clock.millis())).isEmpty();
    assertThat(directory.find("s")).isEmpty();
  }

  @Test
  void stateChangesTakeTheirTime() {
    StreamDirectory directory = directory(Duration.ofSeconds(2));
    Stream stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();
    assertThat(stream.status(clock.millis())).isEqualTo(StreamStatus.CREATING);
    clock.advance(Duration.ofSeconds(2));
    assertThat(stream.status(clock.millis())).isEqualTo(StreamStatus.ACTIVE);
    directory.delete(stream);
    assertThat(stream.status(clock.millis())).isEqualTo(StreamStatus.DELETING);
    assertThat(directory.create(StreamSpec.provisioned("s", 1))).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(directory.find("s")).isEmpty();
    assertThat(directory.create(StreamSpec.provisioned("s", 1))).isPresent();
  }

  @Test
  void findsPositionsOfItsOwnNumbersOnly() {
    Stream stream = stream(2);
    Shard shard = stream.shards().getFirst();
    String number = put(stream, shard, 1);
    assertThat(shard.positionOf(number)).hasValue(1);
    assertThat(shard.positionOf(shard.startingSequenceNumber())).hasValue(0);
    assertThat(shard.positionOf(put(stream, stream.shards().getLast(), 1))).isEmpty();
    String madeUp = number.substring(0, 15) + "9" + number.substring(16);
    assertThat(shard.positionOf(madeUp)).isEmpty();
  }

  @Test
  void findsPositionsByTime() {
    Stream stream = stream(1);
    Shard shard = stream.shards().getFirst();
    long start = clock.millis();
    put(stream, shard, 1);
    clock.advance(Duration.ofMillis(10));
    put(stream, shard, 1);
    assertThat(shard.positionSince(start)).isEqualTo(1);
    assertThat(shard.positionSince(start + 1)).isEqualTo(2);
    assertThat(shard.positionSince(start + 11)).isEqualTo(shard.latestPosition());
  }
}
