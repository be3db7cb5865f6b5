package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is there when a directory is opened again, and which directories are refused. */
final class DiskStorageTest extends StorageFixture {
  DiskStorageTest() {
    super(Kind.DISK);
  }

  private Stream found(StreamDirectory directory, String name) {
    return directory.find(name).orElseThrow();
  }

  private static List<String> numbers(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::sequenceNumber).toList();
  }

  @Test
  void recordsAreAsTheyWere() {
    StreamDirectory directory = directory(Duration.ZERO);
    Stream stream = directory.create(StreamSpec.provisioned("s", 3)).orElseThrow();
    for (int i = 0; i < 100; i++) {
      assertThat(stream.append(hash("kéy" + i), "kéy" + i, new byte[] {(byte) i}, clock.millis()))
          .isPresent();
      clock.advance(Duration.ofMillis(1));
    }
    List<List<StoredRecord>> before = stream.shards().stream().map(this::all).toList();
    Stream after = found(reopened(directory), "s");
    assertThat(after.shards().stream().map(this::all).toList())
        .usingRecursiveComparison()
        .isEqualTo(before);
    assertThat(after.incarnation()).isEqualTo(stream.incarnation());
    assertThat(after.createdMillis()).isEqualTo(stream.createdMillis());
    Shard shard = after.shards().getFirst();
    for (StoredRecord record : before.getFirst()) {
      long position = shard.positionOf(record.sequenceNumber()).orElseThrow();
      assertThat(shard.read(position, 1, clock.millis()).records().getFirst().sequenceNumber())
          .isEqualTo(record.sequenceNumber());
      assertThat(shard.positionSince(record.arrivalMillis())).isEqualTo(position);
    }
  }

  @Test
  void settingsAndStateAreAsTheyWere() {
    StreamDirectory directory = directory(Duration.ofSeconds(10));
    Stream stream =
        directory.create(new StreamSpec("s", 4, StreamMode.ON_DEMAND, 2048)).orElseThrow();
    TreeMap<String, StreamConsumer> consumers = new TreeMap<>();
    TreeMap<String, String> tags = new TreeMap<>();
    tags.put("a", "ö".repeat(200));
    tags.put("b", "");
    consumers.put(
        "c", new StreamConsumer("c", "arn:c", 1, 2, Long.MAX_VALUE, tags, Optional.of("{}")));
    StreamSettings settings =
        StreamSettings.of(StreamMode.ON_DEMAND, 240, 3000)
            .withTags(tags)
            .withConsumers(consumers)
            .withKmsKeyId(Optional.of("alias/k"))
            .withShardLevelMetrics(new TreeSet<>(Set.of("IncomingBytes", "OutgoingBytes")))
            .withResourcePolicy(Optional.of("p".repeat(70_000)))
            .withWarmThroughputMib(Optional.of(100));
    directory.update(stream, _ -> settings);
    directory.changeAccount(_ -> new AccountSettings(true, 77));
    StreamDirectory after = reopened(directory);
    Stream again = found(after, "s");
    assertThat(again.settings()).isEqualTo(settings);
    assertThat(again.spec()).isEqualTo(stream.spec());
    assertThat(again.status(clock.millis())).isEqualTo(StreamStatus.CREATING);
    clock.advance(Duration.ofSeconds(10));
    assertThat(again.status(clock.millis())).isEqualTo(StreamStatus.ACTIVE);
    assertThat(after.account()).isEqualTo(new AccountSettings(true, 77));
    after.delete(again);
    assertThat(reopened(after).find("s")).isEmpty();
  }

  @Test
  void whatWasDoneTodayStillCounts() {
    Stream stream = stream(1);
    assertThat(last().count(stream, DailyChange.MODE)).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(last().count(stream, DailyChange.MODE)).isTrue();
    assertThat(last().count(stream, DailyChange.STOP_ENCRYPTION)).isTrue();
    Stream after = found(reopened(last()), "s");
    assertThat(last().count(after, DailyChange.MODE)).isFalse();
    clock.advance(Duration.ofHours(23));
    assertThat(last().count(after, DailyChange.MODE)).isTrue();
    assertThat(last().count(after, DailyChange.MODE)).isFalse();
    last().delete(after);
    Stream other = last().create(StreamSpec.provisioned("s", 1)).orElseThrow();
    assertThat(last().count(other, DailyChange.MODE)).as("another of that name").isTrue();
  }

  @Test
  void splitsAndMergesAreAsTheyWere() {
    StreamDirectory directory = directory(Duration.ZERO);
    Stream stream = directory.create(StreamSpec.provisioned("s", 2)).orElseThrow();
    put(stream, 10);
    clock.advance(Duration.ofHours(1));
    assertThat(directory.updateShardCount(stream, 3)).isTrue();
    Stream after = found(reopened(directory), "s");
    assertThat(after.openShards()).isEqualTo(3);
    assertThat(after.shards()).hasSameSizeAs(stream.shards());
    for (Shard before : stream.shards()) {
      Shard again = after.shard(before.index()).orElseThrow();
      assertThat(again.parent()).isEqualTo(before.parent());
      assertThat(again.adjacentParent()).isEqualTo(before.adjacentParent());
      assertThat(again.startingHashKey()).isEqualTo(before.startingHashKey());
      assertThat(again.endingHashKey()).isEqualTo(before.endingHashKey());
      assertThat(again.startingSequenceNumber()).isEqualTo(before.startingSequenceNumber());
      assertThat(again.endingSequenceNumber()).isEqualTo(before.endingSequenceNumber());
      assertThat(again.endedMillis()).isEqualTo(before.endedMillis());
      assertThat(again.read(again.latestPosition(), 1, clock.millis()).children())
          .extracting(Shard::index)
          .isEqualTo(
              again.endedMillis() == Long.MAX_VALUE
                  ? List.of()
                  : after.shards().stream()
                      .filter(child ->
                          List.of(child.parent(), child.adjacentParent())
                              .contains(Optional.of(new Shard.Parent(again.index()))))
                      .map(Shard::index)
                      .toList());
    }
    clock.advance(Duration.ofHours(25));
    assertThat(found(reopened(last()), "s").shards()).hasSize(3);
    assertThat(found(reopened(last()), "s").shards()).as("gone for good").hasSize(3);
  }

  private StreamDirectory last() {
    return opened.getLast();
  }

  /** Restarts, deletions, an empty shard, and a clock that is set back each time. */
  @Test
  void numbersDoNotRepeatAndGrowWhateverHappens() {
    Set<String> numbers = new HashSet<>();
    StreamDirectory _ = directory(Duration.ZERO);
    for (int i = 0; i < 6; i++) {
      Stream stream =
          last()
              .find("s")
              .orElseGet(() -> last().create(StreamSpec.provisioned("s", 1)).orElseThrow());
      String previous = stream.shards().getFirst().startingSequenceNumber();
      for (int j = 0; j < 3; j++) {
        String number = put(stream, 1);
        assertThat(numbers.add(number)).isTrue();
        assertThat(number).isGreaterThan(previous);
        previous = number;
      }
      if (i % 3 == 1) {
        long count = stream.shards().getFirst().trimOldest(1_000_000);
        assertThat(count).isEqualTo(6);
      } else if (i % 3 == 2) {
        last().delete(stream);
      }
      setBack = setBack.plusMillis(i % 2 == 0 ? 1 : 3_600_000);
      StreamDirectory _ = reopened(last());
    }
  }

  @Test
  void aShardGoesOnWhereItEnded() {
    Stream stream = stream(1);
    String last = put(stream, 1);
    setBack = Duration.ofHours(3);
    Stream after = found(reopened(last()), "s");
    assertThat(put(after, 1)).isGreaterThan(last);
    List<StoredRecord> records = all(after.shards().getFirst());
    assertThat(records.getLast().arrivalMillis())
        .isGreaterThanOrEqualTo(records.getFirst().arrivalMillis());
    assertThat(after.shards().getFirst().latestPosition()).isEqualTo(3);
  }

  @Test
  void whatWasTrimmedStaysAway() {
    Stream stream = stream(1);
    for (int i = 0; i < 20; i++) {
      put(stream, 100_000);
      last().trimToBudget();
      assertThat(budget.usedBytes()).isLessThanOrEqualTo(budget.bytesMax());
    }
    List<String> left = numbers(all(stream.shards().getFirst()));
    assertThat(left).hasSizeBetween(8, 10);
    long used = budget.usedBytes();
    Stream after = found(reopened(last()), "s");
    assertThat(numbers(all(after.shards().getFirst()))).isEqualTo(left);
    assertThat(budget.usedBytes()).isEqualTo(used);
  }

  /** Small ones are removed together, later; they must not come back in between. */
  @Test
  void whatHasExpiredStaysAway() {
    Stream stream = stream(1);
    put(stream, 10);
    clock.advance(Duration.ofHours(12));
    String young = put(stream, 10);
    clock.advance(Duration.ofHours(13));
    assertThat(numbers(all(stream.shards().getFirst()))).containsExactly(young);
    last().update(stream, settings -> settings.withRetentionHours(48));
    Stream after = found(reopened(last()), "s");
    assertThat(numbers(all(after.shards().getFirst()))).containsExactly(young);
  }

  @Test
  void aStreamThatIsDeletedLeavesNothing() {
    Stream stream = stream(2);
    put(stream, 1000);
    last().delete(stream);
    assertThat(budget.usedBytes()).isZero();
    StreamDirectory after = reopened(last());
    assertThat(after.list(null, 10)).isEmpty();
    assertThat(budget.usedBytes()).isZero();
    assertThat(after.create(StreamSpec.provisioned("s", 2)).orElseThrow().incarnation())
        .isGreaterThan(stream.incarnation());
  }

  @Test
  void anAppendThatIsNotCommittedIsNothing() {
    Stream stream = stream(2);
    String first = put(stream, 10);
    try (Append append = last().append(stream)) {
      assertThat(append.add(HashKey.MIN, "k", new byte[10], clock.millis())).isPresent();
      assertThat(append.add(HashKey.MAX, "k", new byte[10], clock.millis())).isPresent();
    }
    assertThat(numbers(all(stream.shards().getFirst()))).containsExactly(first);
    assertThat(stream.shards().getFirst().latestPosition()).isEqualTo(2);
    long used = budget.usedBytes();
    String second = put(stream, 10);
    Stream after = found(reopened(last()), "s");
    assertThat(numbers(all(after.shards().getFirst()))).containsExactly(first, second);
    assertThat(all(after.shards().getLast())).isEmpty();
    assertThat(used).isEqualTo(budget.usedBytes() / 2);
  }

  @Test
  void theSealingKeyIsKept() {
    byte[] key = directory(Duration.ZERO).sealingKey().orElseThrow();
    assertThat(reopened(last()).sealingKey().orElseThrow()).isEqualTo(key);
  }

  @Test
  void whatIsClosedSaysSo() {
    Stream stream = stream(1);
    put(stream, 1);
    last().close();
    assertThatThrownBy(() -> put(stream, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> stream.shards().getFirst().read(0, 1, clock.millis()))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> last().create(StreamSpec.provisioned("t", 1)))
        .isInstanceOf(StoreException.class);
    last().close();
  }

  private void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> DiskStorage.open(path, false, budget, clock, new Random(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(why);
  }

  @Test
  void directoriesThatCannotBeUsedAreNamed() throws IOException {
    StreamDirectory _ = directory(Duration.ZERO);
    assertRefused(folder, "in use by this process");
    Path file = Files.writeString(folder.resolve("a file"), "");
    assertRefused(file, "cannot be made");
    assertRefused(file.resolve("below"), "cannot be made");
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("letters.txt"), "dear");
    assertRefused(other, "something else");
  }

  @Test
  void aDirectoryOfAnotherVersionIsLeftAlone() throws IOException {
    directory(Duration.ZERO).close();
    Path format = folder.resolve("FORMAT");
    assertThat(format).hasContent("tributary-kinesis 3");
    Files.writeString(format, "tributary-kinesis 4\n");
    assertRefused(folder, "a newer version of this program (format 4, known here is 3)");
    Files.writeString(format, "tributary-kinesis 2\n");
    assertRefused(folder, "an older version of this program (format 2, known here is 3)");
    Files.writeString(format, "something\n");
    assertRefused(folder, "something else");
    Files.writeString(format, "tributary-kinesis 3\n");
    directory(Duration.ZERO).close();
  }

  /** As a process leaves it that ends while it makes it. */
  @Test
  void aDirectoryThatWasHalfMadeIsMade() throws IOException {
    Files.writeString(folder.resolve("lock"), "");
    Files.writeString(folder.resolve("FORMAT.new"), "trib");
    directory(Duration.ZERO).close();
  }

  @Test
  void aDamagedDatabaseIsNamed() throws IOException {
    stream(1);
    last().close();
    Files.writeString(folder.resolve("db").resolve("CURRENT"), "nonsense");
    assertRefused(folder, "RocksDB says");
    Files.delete(folder.resolve("db").resolve("CURRENT"));
  }
}
