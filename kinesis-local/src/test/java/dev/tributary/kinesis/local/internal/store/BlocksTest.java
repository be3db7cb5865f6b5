package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that lie in blocks on disk are found as if each lay by itself: against a plain list. */
final class BlocksTest extends StorageFixture {
  private static final int STEPS = 120;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  /** What was stored, the oldest first; a step of the test adds, trims or starts anew. */
  private final List<List<StoredRecord>> model = List.of(new ArrayList<>(), new ArrayList<>());

  private StreamDirectory directory;
  private Stream stream;

  BlocksTest() {
    super(Kind.DISK);
    budget = new StoreBudget(1L << 40);
  }

  private void open() {
    directory = directory(Duration.ZERO);
    stream = directory.create(StreamSpec.provisioned("s", 2)).orElseThrow();
  }

  private Shard shard(int index) {
    return stream.shard(index).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsAreThoseOfAPlainList(long seed) {
    Random random = new Random(seed);
    open();
    for (int i = 0; i < STEPS; i++) {
      int what = random.nextInt(100);
      if (what < 60) {
        append(random, what < 50);
      } else if (what < 70) {
        clock.advance(Duration.ofMillis(random.nextInt(3) * random.nextLong(20 * MINUTE)));
      } else if (what < 80) {
        trimBytes(random);
      } else if (what < 85) {
        reopen();
      }
      expire();
      for (int shard = 0; shard < 2; shard++) {
        check(shard, random);
      }
    }
    assertThat(model.getFirst()).isNotEmpty();
  }

  /** Up to 50 records; now and then the clock moves in between, or a record fills a block. */
  private void append(Random random, boolean commit) {
    int count = 1 + random.nextInt(50);
    int size = random.nextInt(4) == 0 ? 20_000 : 200;
    List<List<StoredRecord>> added = List.of(new ArrayList<>(), new ArrayList<>());
    try (Append append = directory.append(stream)) {
      for (int i = 0; i < count; i++) {
        byte[] data = new byte[random.nextInt(random.nextInt(100) == 0 ? 100_000 : size)];
        random.nextBytes(data);
        HashKey key = new HashKey(random.nextLong(), 0);
        String name = "k".repeat(1 + random.nextInt(5)) + "ö";
        Stream.Place place = append.add(key, name, data, clock.millis()).orElseThrow();
        Shard shard = place.shard();
        added.get(shard.index()).add(expected(shard, place.sequenceNumber(), name, data));
        if (random.nextInt(100) == 0) {
          clock.advance(Duration.ofMillis(1));
        }
      }
      if (commit) {
        append.commit();
        model.getFirst().addAll(added.getFirst());
        model.getLast().addAll(added.getLast());
      }
    }
  }

  private StoredRecord expected(Shard shard, String number, String key, byte[] data) {
    SequenceNumbers.Parts parts = numbers(shard).parse(number).orElseThrow();
    return new StoredRecord(
        numbers(shard), parts.position(), parts.millis(), key, data, EncryptionType.NONE);
  }

  /** As the store makes them: its own number is in each of them. */
  private SequenceNumbers numbers(Shard shard) {
    String start = shard.startingSequenceNumber();
    long process = Long.parseLong(start.substring(30, 40));
    return new SequenceNumbers(process, stream.incarnation(), shard.index());
  }

  /** Whole blocks go, so that it may be more than was asked for, but never all without need. */
  private void trimBytes(Random random) {
    int index = random.nextInt(2);
    List<StoredRecord> records = model.get(index);
    long before = budget.usedBytes();
    long wanted = random.nextInt(4) == 0 ? 0 : random.nextLong(200_000);
    long trimmed = shard(index).trimOldest(wanted);
    if (records.isEmpty()) {
      assertThat(trimmed).isZero();
      return;
    }
    List<StoredRecord> left = read(index, 0, Integer.MAX_VALUE, Long.MAX_VALUE).records();
    int gone = records.size() - left.size();
    assertThat(gone).isPositive();
    records.subList(0, gone).clear();
    long freed = before - budget.usedBytes();
    assertThat(left.isEmpty() || freed >= wanted).isTrue();
    assertThat(freed).isLessThan(wanted + 2 * 1024 * 1024);
  }

  private void expire() {
    long horizon = clock.millis() - Duration.ofHours(24).toMillis();
    model.forEach(records -> records.removeIf(record -> record.arrivalMillis() < horizon));
  }

  private void reopen() {
    for (int shard = 0; shard < 2; shard++) {
      Shard.Page _ = read(shard, 0, 1, 1); // what has expired goes when it is looked at
    }
    long used = budget.usedBytes();
    directory = reopened(directory);
    stream = directory.find("s").orElseThrow();
    assertThat(budget.usedBytes()).isLessThanOrEqualTo(used);
  }

  private Shard.Page read(int shard, long position, int limit, long bytesMax) {
    return shard(shard).read(position, limit, bytesMax, clock.millis());
  }

  private void check(int index, Random random) {
    List<StoredRecord> records = model.get(index);
    Shard shard = shard(index);
    assertSame(read(index, 0, Integer.MAX_VALUE, Long.MAX_VALUE).records(), records);
    for (int i = 0; i < 5 && !records.isEmpty(); i++) {
      int at = random.nextInt(records.size());
      checkPage(index, at, 1 + random.nextInt(60), random.nextInt(100_000));
      StoredRecord record = records.get(at);
      assertThat(shard.positionOf(record.sequenceNumber())).hasValue(record.position());
      assertThat(shard.sequenceNumberBefore(record.position() + 1))
          .isEqualTo(record.sequenceNumber());
      long millis = record.arrivalMillis() + random.nextInt(2);
      long since =
          records.stream()
              .filter(other -> other.arrivalMillis() >= millis)
              .mapToLong(StoredRecord::position)
              .findFirst()
              .orElse(shard.latestPosition());
      assertThat(shard.positionSince(millis)).isEqualTo(since);
    }
  }

  private void checkPage(int index, int at, int limit, long bytesMax) {
    List<StoredRecord> records = model.get(index);
    int end = at;
    long bytes = 0;
    while (end < records.size() && end - at < limit) {
      bytes += records.get(end).data().length;
      if (bytes > bytesMax && end > at) {
        break;
      }
      end++;
    }
    Shard.Page page = read(index, records.get(at).position(), limit, bytesMax);
    assertSame(page.records(), records.subList(at, end));
    assertThat(page.nextPosition())
        .isEqualTo(
            end == records.size() ? shard(index).latestPosition() : records.get(end).position());
    long behind =
        end == records.size() ? 0 : Math.max(1, clock.millis() - records.get(end).arrivalMillis());
    assertThat(page.millisBehindLatest()).isEqualTo(behind);
  }

  private static void assertSame(List<StoredRecord> read, List<StoredRecord> expected) {
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      StoredRecord one = read.get(i);
      StoredRecord other = expected.get(i);
      assertThat(one.sequenceNumber()).isEqualTo(other.sequenceNumber());
      assertThat(one.position()).isEqualTo(other.position());
      assertThat(one.partitionKey()).isEqualTo(other.partitionKey());
      assertThat(Arrays.equals(one.data(), other.data())).isTrue();
    }
  }

  /** A request of the largest size lies in many blocks: one record is read without all of them. */
  @Test
  void recordsOfTenMebibytesAreThereWhole() {
    open();
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);
    try (Append append = directory.append(stream)) {
      assertThat(append.add(HashKey.MIN, "small", new byte[1], clock.millis())).isPresent();
      assertThat(append.add(HashKey.MIN, "large", large, clock.millis())).isPresent();
      assertThat(append.add(HashKey.MIN, "k".repeat(256), new byte[0], clock.millis())).isPresent();
      append.commit();
    }
    reopen();
    List<StoredRecord> records = read(0, 0, 10, Long.MAX_VALUE).records();
    assertThat(records)
        .extracting(StoredRecord::partitionKey)
        .containsExactly("small", "large", "k".repeat(256));
    assertThat(records.get(1).data()).isEqualTo(large);
    assertThat(read(0, 3, 10, 0).records().getFirst().data()).isEmpty();
  }

  /**
   * 65,535 bytes of UTF-8 would not fit into a length of 15 bits; 256 letters are 1,024 at most.
   */
  @Test
  void theLongestKeyIsKept() {
    open();
    String key = "\ud83c\udf0a".repeat(256);
    assertThat(stream.append(HashKey.MIN, key, new byte[1], clock.millis())).isPresent();
    reopen();
    assertThat(read(0, 0, 10, 1).records().getFirst().partitionKey()).isEqualTo(key);
  }
}
