package dev.tributary.sink.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLogTest {

  private static final LogSettings SETTINGS = new LogSettings(1_000, true);

  @TempDir Path directory;

  @Test
  void whatWasAppendedIsThereAfterARestart() throws IOException {
    DirectoryStorage storage = new DirectoryStorage(directory.resolve("a/b"));
    try (RecordLog log = RecordLog.open(storage, SETTINGS)) {
      assertThat(log.nextSequence()).isEqualTo(1);
      LogGroup group = new LogGroup();
      for (int i = 1; i <= 100; i++) {
        group.add(i, record(i));
      }
      log.append(group);
      log.skipTo(101);
      assertThat(log.hasUnread()).isFalse();
      log.finished(1);
      log.finished(3);
    }
    try (RecordLog log = RecordLog.open(storage, SETTINGS)) {
      assertThat(log.recovery().records()).isEqualTo(98);
      assertThat(log.recovery().setAside()).isEmpty();
      List<LoggedRecord> records = log.read(Long.MAX_VALUE);
      assertThat(records).hasSize(98);
      assertThat(records.getFirst().sequence()).isEqualTo(2);
      assertThat(records.getFirst().record()).usingRecursiveComparison().isEqualTo(record(2));
      assertThat(log.hasUnread()).isFalse();
      log.finishedBefore(101);
      log.tidy();
      assertThat(storage.files()).containsExactly("position");
    }
    try (RecordLog log = RecordLog.open(storage, SETTINGS)) {
      assertThat(log.nextSequence()).isEqualTo(101);
    }
  }

  /** A reader that keeps pace sees the last block before and after it is filled. */
  @Test
  void recordsAreReadWhereZerosStoodBefore() throws IOException {
    try (RecordLog log = RecordLog.open(new FaultyStorage(new SplittableRandom(1)), SETTINGS)) {
      for (int i = 1; i <= 20; i++) {
        LogGroup group = new LogGroup();
        group.add(i, record(i));
        log.append(group);
        assertThat(log.read(Long.MAX_VALUE))
            .extracting(LoggedRecord::sequence)
            .containsExactly(0L + i);
      }
      assertThat(log.takeLoss().records()).isZero();
    }
  }

  private static SinkRecord record(int i) {
    byte[] data = ("data " + i).getBytes(StandardCharsets.UTF_8);
    Source source = new Source("rule", "t/äöü/€/😀", "client");
    return new SinkRecord("key-" + i, null, data, 1_000 + i, source, null, Origin.NONE);
  }
}
