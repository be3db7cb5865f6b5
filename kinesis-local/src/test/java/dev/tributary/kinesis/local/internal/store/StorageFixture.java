package dev.tributary.kinesis.local.internal.store;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Directories of streams in memory or on disk, with a clock of the test. */
abstract class StorageFixture {
  static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";

  /** Where the same has to hold. */
  enum Kind {
    MEMORY,
    DISK
  }

  final Kind kind;
  final TestClock clock = new TestClock();
  StoreBudget budget = new StoreBudget(1_000_000);
  final List<StreamDirectory> opened = new ArrayList<>();
  @TempDir Path folder;

  /** How far the clock was set back. */
  Duration setBack = Duration.ZERO;

  StorageFixture(Kind kind) {
    this.kind = kind;
  }

  StreamDirectory directory(Duration stateChange) {
    StreamDirectory directory =
        switch (kind) {
          case MEMORY ->
              new StreamDirectory(ARN, Duration.ofHours(24), stateChange, budget, this::now, 5);
          case DISK -> onDisk(stateChange);
        };
    opened.add(directory);
    return directory;
  }

  private Instant now() {
    return clock.instant().minus(setBack);
  }

  private StreamDirectory onDisk(Duration stateChange) {
    try {
      return StreamDirectory.onDisk(
          folder, ARN, Duration.ofHours(24), stateChange, budget, this::now, new Random(5));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is on disk, as a new process finds it. */
  StreamDirectory reopened(StreamDirectory before) {
    before.close();
    budget = new StoreBudget(budget.bytesMax());
    return directory(Duration.ZERO);
  }

  @AfterEach
  void close() {
    opened.forEach(StreamDirectory::close);
  }

  Stream stream(int shards) {
    return directory(Duration.ZERO).create(StreamSpec.provisioned("s", shards)).orElseThrow();
  }

  static HashKey hash(String key) {
    return HashKey.ofPartitionKey(HashKey.md5(), key.getBytes(StandardCharsets.UTF_8));
  }

  String put(Stream stream, Shard shard, int bytes) {
    return stream
        .append(shard.startingHashKey(), "k", new byte[bytes], now().toEpochMilli())
        .orElseThrow()
        .sequenceNumber();
  }

  String put(Stream stream, int bytes) {
    return put(stream, stream.shards().getFirst(), bytes);
  }

  List<StoredRecord> all(Shard shard) {
    return shard.read(0, Integer.MAX_VALUE, now().toEpochMilli()).records();
  }
}
