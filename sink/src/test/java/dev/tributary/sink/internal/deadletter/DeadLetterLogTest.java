package dev.tributary.sink.internal.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.DeadLetter;
import dev.tributary.sink.DeadLetterSettings;
import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterLogTest {

  private static final DeadLetterSettings SETTINGS =
      new DeadLetterSettings(1 << 20, Duration.ofDays(7));

  @TempDir Path directory;
  private long now = 1_000_000_000_000L;

  @Test
  void aDeadLetterTellsAllOfItsRecordAfterARestart() throws IOException {
    SinkRecord record =
        new SinkRecord(
            "key",
            "17",
            new byte[] {1, 2},
            5,
            new Source("rule", "a/topic", "client"),
            new byte[] {3},
            Origin.NONE);
    try (DeadLetterLog log = open(SETTINGS)) {
      log.keep(List.of(new Dead(record, "RecordTooLarge", "it was too large")));
    }
    try (DeadLetterLog log = open(SETTINGS)) {
      assertThat(log.count()).isEqualTo(1);
      DeadLetter letter = log.find(1).orElseThrow();
      assertThat(letter)
          .usingRecursiveComparison()
          .isEqualTo(
              new DeadLetter(
                  1,
                  now,
                  "RecordTooLarge",
                  "it was too large",
                  record.source(),
                  5,
                  "key",
                  "17",
                  new byte[] {1, 2},
                  new byte[] {3}));
    }
  }

  @Test
  void whatIsRemovedStaysRemovedAndIdsAreNeverUsedAgain() throws IOException {
    try (DeadLetterLog log = open(SETTINGS)) {
      log.keep(dead(5));
      assertThat(log.remove(List.of(2L, 4L, 77L))).isEqualTo(2);
      assertThat(log.remove(List.of(2L))).isZero();
    }
    try (DeadLetterLog log = open(SETTINGS)) {
      assertThat(ids(log.list(0, 10))).containsExactly(1L, 3L, 5L);
      assertThat(ids(log.list(1, 1))).containsExactly(3L);
      assertThat(log.find(2)).isEmpty();
      assertThat(log.removeAll()).isEqualTo(3);
    }
    try (DeadLetterLog log = open(SETTINGS)) {
      log.keep(dead(1));
      assertThat(ids(log.list(0, 10))).containsExactly(6L);
    }
  }

  @Test
  void theOldestMakeRoom() throws IOException {
    DeadLetterSettings small = new DeadLetterSettings(4_000, Duration.ofDays(7));
    try (DeadLetterLog log = open(small)) {
      for (int i = 0; i < 100; i++) {
        log.keep(dead(1));
        assertThat(log.bytes()).isLessThanOrEqualTo(4_000);
      }
      List<Long> kept = ids(log.list(0, 1_000));
      assertThat(kept).endsWith(99L, 100L).hasSizeBetween(10, 40);
      assertThat(log.count()).isEqualTo(kept.size());
    }
  }

  @Test
  void theyExpire() throws IOException {
    try (DeadLetterLog log = open(SETTINGS)) {
      log.keep(dead(2));
      now += Duration.ofDays(4).toMillis();
      log.keep(dead(2));
      now += Duration.ofDays(4).toMillis();
      log.expire();
      assertThat(ids(log.list(0, 10))).containsExactly(3L, 4L);
      log.change(new DeadLetterSettings(1 << 20, Duration.ofDays(1)));
      log.expire();
      assertThat(log.count()).isZero();
    }
  }

  @Test
  void aTornTailIsCut() throws IOException {
    try (DeadLetterLog log = open(SETTINGS)) {
      log.keep(dead(2));
    }
    try (Stream<Path> files = Files.list(directory)) {
      Path segment = files.filter(file -> file.toString().endsWith(".segment")).toList().getFirst();
      Files.write(segment, new byte[] {0, 0, 0, 80, 1, 2, 3}, StandardOpenOption.APPEND);
    }
    try (DeadLetterLog log = open(SETTINGS)) {
      assertThat(ids(log.list(0, 10))).containsExactly(1L, 2L);
      log.keep(dead(1));
      assertThat(ids(log.list(0, 10))).containsExactly(1L, 2L, 3L);
    }
  }

  private DeadLetterLog open(DeadLetterSettings settings) throws IOException {
    return DeadLetterLog.open(
        new DirectoryStorage(directory), settings, () -> Instant.ofEpochMilli(now));
  }

  private static List<Dead> dead(int count) {
    return Stream.generate(() ->
            new Dead(new SinkRecord("key", null, new byte[30], 5, Origin.NONE), "code", "reason"))
        .limit(count)
        .toList();
  }

  private static List<Long> ids(List<DeadLetter> letters) {
    return letters.stream().map(DeadLetter::id).toList();
  }
}
