package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.ChildProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost when the process is killed, and no number comes twice. */
final class KilledIT {
  private static final int ROUNDS = 6;
  private static final int LINES_MAX = 1500;

  @TempDir Path folder;

  private final Random random = new Random(20);

  /** By stream: what was promised. */
  private final Map<Integer, Set<String>> acknowledged = new HashMap<>();

  private final Set<Integer> deleting = new HashSet<>();

  /** In the order of the runs. */
  private final Set<String> everything = new HashSet<>();

  @Test
  void nothingIsLostAndNothingRepeats() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill(round);
      check(round);
    }
    assertThat(deleting).as("streams that were deleted").isNotEmpty();
  }

  /** Kills it while it writes: lines that are not complete were never read by anybody. */
  private void runAndKill(int round) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ChildProgram.command(
                    KilledProgram.class, folder.toString(), "" + round, "" + round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      int left = 1 + random.nextInt(LINES_MAX);
      String line = lines.readLine();
      while (line != null && (left-- > 0 || (round == ROUNDS - 1 && deleting.isEmpty()))) {
        read(line);
        line = lines.readLine();
      }
      // The process itself would close what is still to be read.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      while (line != null) {
        String next = lines.readLine();
        if (next != null) {
          read(line); // complete, because another one follows
        }
        line = next;
      }
    }
    int _ = process.waitFor();
  }

  private void read(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    int incarnation = Integer.parseInt(words.get(1));
    switch (words.getFirst()) {
      case "deleting" -> deleting.add(incarnation);
      case "acknowledged" -> {
        for (String number : words.subList(2, words.size())) {
          assertThat(number).hasSize(56);
          assertThat(everything.add(number)).as("%s is new", number).isTrue();
          acknowledged.computeIfAbsent(incarnation, _ -> new HashSet<>()).add(number);
        }
      }
      default -> throw new AssertionError(line);
    }
  }

  private void check(int round) throws IOException {
    InstantSource clock = () -> Instant.now().minus(Duration.ofHours(round));
    try (StreamDirectory directory =
        StreamDirectory.onDisk(
            folder,
            KilledProgram.ARN,
            Duration.ofHours(24),
            Duration.ZERO,
            new StoreBudget(1L << 40),
            clock,
            new Random(1))) {
      Set<Integer> found = new HashSet<>();
      for (Stream stream : directory.list(null, 10)) {
        found.add(stream.incarnation());
        checkShards(stream);
        checkRecords(stream, clock.millis());
      }
      Set<Integer> missing = new HashSet<>(acknowledged.keySet());
      missing.removeAll(found);
      missing.removeAll(deleting);
      assertThat(missing).as("streams that nobody deleted").isEmpty();
    }
  }

  private void checkShards(Stream stream) {
    HashKey from = HashKey.MIN;
    for (int i = 0; i < stream.openShards(); i++) {
      Shard shard = stream.shardOf(from);
      assertThat(shard.startingHashKey()).isEqualTo(from);
      from = KilledProgram.next(shard.endingHashKey());
    }
    assertThat(from).as("behind the last").isEqualTo(HashKey.MIN);
    for (Shard shard : stream.shards()) {
      boolean open = shard.endedMillis() == Long.MAX_VALUE;
      assertThat(shard.read(shard.latestPosition(), 1, 0).children().isEmpty()).isEqualTo(open);
    }
  }

  private void checkRecords(Stream stream, long now) {
    Set<String> there = new HashSet<>();
    Map<String, Integer> batches = new HashMap<>();
    for (Shard shard : stream.shards()) {
      String previous = shard.startingSequenceNumber();
      for (StoredRecord record : shard.read(0, Integer.MAX_VALUE, now).records()) {
        assertThat(record.sequenceNumber()).isGreaterThan(previous);
        previous = record.sequenceNumber();
        assertThat(there.add(previous)).isTrue();
        int _ = batches.merge(new String(record.data(), StandardCharsets.UTF_8), 1, Integer::sum);
      }
    }
    Set<String> lost = new HashSet<>(acknowledged.getOrDefault(stream.incarnation(), Set.of()));
    lost.removeAll(there);
    assertThat(lost).isEmpty();
    batches.forEach((batch, count) ->
        assertThat(count)
            .as(batch)
            .isEqualTo(Integer.valueOf(batch.substring(batch.indexOf(' ') + 1))));
    // What was stored and not told counts as well: its number must not come again.
    acknowledged.computeIfAbsent(stream.incarnation(), _ -> new HashSet<>()).addAll(there);
    everything.addAll(there);
  }
}
