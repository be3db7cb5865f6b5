package dev.tributary.kinesis.local.internal.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Puts, splits, merges, scales, deletes and creates until it is killed, and tells what it was
 * promised, a line each:
 *
 * <pre>
 * acknowledged INCARNATION NUMBER...   after a batch was stored
 * deleting INCARNATION                 before a stream is deleted
 * </pre>
 */
final class KilledProgram {
  static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static final List<String> STREAMS = List.of("a", "b");
  private static final int BATCH_MAX = 20;
  private static final int SHARDS_MAX = 6;

  private final StreamDirectory directory;
  private final InstantSource clock;
  private final PrintStream out;

  private KilledProgram(StreamDirectory directory, InstantSource clock, PrintStream out) {
    this.directory = directory;
    this.clock = clock;
    this.out = out;
  }

  /** Directory, seed, and hours by which the clock is set back. */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[1]);
    Duration setBack = Duration.ofHours(Long.parseLong(arguments[2]));
    InstantSource clock = () -> Instant.now().minus(setBack);
    StreamDirectory directory =
        StreamDirectory.onDisk(
            Path.of(arguments[0]),
            ARN,
            Duration.ofHours(24),
            Duration.ZERO,
            new StoreBudget(1L << 40),
            clock,
            new Random(seed));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    KilledProgram program = new KilledProgram(directory, clock, out);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(seed * 10 + i);
      threads.add(Thread.ofPlatform().start(() -> program.putForEver(random)));
    }
    Random random = new Random(seed * 10 + 3);
    threads.add(Thread.ofPlatform().start(() -> program.reshardForEver(random)));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Stream stream(Random random) {
    String name = STREAMS.get(random.nextInt(STREAMS.size()));
    while (true) {
      Optional<Stream> stream =
          directory.find(name).or(() -> directory.create(StreamSpec.provisioned(name, 2)));
      if (stream.isPresent()) {
        return stream.get();
      }
    }
  }

  private void putForEver(Random random) {
    while (true) {
      put(stream(random), random);
    }
  }

  /** Each record says how many its batch has, so that half a batch is told. */
  private void put(Stream stream, Random random) {
    int count = 1 + random.nextInt(BATCH_MAX);
    byte[] data = "%016x %d".formatted(random.nextLong(), count).getBytes(StandardCharsets.UTF_8);
    StringBuilder told = new StringBuilder("acknowledged ").append(stream.incarnation());
    try (Append append = directory.append(stream)) {
      for (int i = 0; i < count; i++) {
        Optional<Stream.Place> place =
            append.add(
                new HashKey(random.nextLong(), random.nextLong()), "key", data, clock.millis());
        if (place.isEmpty()) {
          return; // deleted meanwhile
        }
        told.append(' ').append(place.get().sequenceNumber());
      }
      append.commit();
    }
    out.println(told);
  }

  private void reshardForEver(Random random) {
    while (true) {
      reshard(stream(random), random);
    }
  }

  private void reshard(Stream stream, Random random) {
    HashKey at = new HashKey(random.nextLong(), random.nextLong());
    Shard shard = stream.shardOf(at);
    int what = random.nextInt(1000); // mostly puts
    if (what < 10) {
      out.println("deleting " + stream.incarnation());
      directory.delete(stream);
    } else if (what < 40 && stream.openShards() < SHARDS_MAX) {
      if (shard.canBeSplitAt(at)) {
        boolean _ = directory.split(stream, shard, at);
      }
    } else if (what < 70 && !shard.endingHashKey().equals(HashKey.MAX)) {
      Shard upper = stream.shardOf(next(shard.endingHashKey()));
      if (upper.startingHashKey().equals(next(shard.endingHashKey()))) { // else it was split
        boolean _ = directory.merge(stream, shard, upper);
      }
    } else if (what < 80) {
      boolean _ = directory.updateShardCount(stream, 1 + random.nextInt(SHARDS_MAX));
    } else if (what < 90) {
      directory.update(stream, settings -> settings.withRetentionHours(24 + random.nextInt(100)));
    } else {
      put(stream, random);
    }
  }

  static HashKey next(HashKey key) {
    return new HashKey(key.low() == -1 ? key.high() + 1 : key.high(), key.low() + 1);
  }
}
