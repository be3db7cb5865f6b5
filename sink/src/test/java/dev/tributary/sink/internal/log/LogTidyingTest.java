package dev.tributary.sink.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** What stays on disk of what is finished, also if the disk is full or a crash comes between. */
class LogTidyingTest {

  private static final LogSettings SETTINGS = new LogSettings(2_000, true);

  private FaultyStorage storage = new FaultyStorage(new SplittableRandom(1));

  @Test
  void aSegmentOfWhichLittleIsAliveIsRewritten() throws IOException {
    RecordLog log = filled(300);
    long before = log.fileBytes();
    finish(log, 300, sequence -> sequence % 10 != 0);
    log.tidy();
    tidyAll(log);
    // The segment that is being written stays as it is.
    assertThat(log.fileBytes()).isLessThan(before / 2);
    assertThat(recovered()).hasSize(30).allMatch(sequence -> sequence % 10 == 0);
  }

  @Test
  void manySmallSegmentsAreJoined() throws IOException {
    RecordLog log = filled(3_000);
    finish(log, 3_000, sequence -> sequence % 100 != 0);
    tidyAll(log);
    assertThat(storage.files().size()).isLessThan(12);
    assertThat(recovered()).hasSize(30);
    finish(log, 3_000, _ -> true);
    tidyAll(log);
    assertThat(storage.files()).containsExactly("position");
  }

  @Test
  void aCrashAtAnyStepOfTidyingLosesAndRepeatsNothing() throws IOException {
    boolean completed = false;
    for (int step = 1; !completed; step++) {
      storage = new FaultyStorage(new SplittableRandom(step));
      RecordLog log = filled(400);
      finish(log, 400, sequence -> sequence % 40 == 1);
      log.tidy();
      finish(log, 400, sequence -> sequence % 40 != 0);
      storage.disk().crashAt = storage.disk().operations + step;
      try {
        tidyAll(log);
        completed = true;
      } catch (FaultyStorage.Crashed _) {
        storage.disk().crashAt = Long.MAX_VALUE;
        storage.crash();
        assertThat(recovered())
            .as("step %d", step)
            .contains(40L, 80L, 120L, 400L)
            .noneMatch(sequence -> sequence % 40 == 1);
      }
    }
  }

  @Test
  void aFullDiskIsEmptiedAlthoughThereIsNoRoomForThePosition() throws IOException {
    RecordLog log = filled(100);
    storage.disk().capacity = log.fileBytes();
    LogGroup group = new LogGroup();
    group.add(101, record(101));
    assertThatThrownBy(() -> log.append(group)).hasMessageContaining("no space left");
    finish(log, 90, _ -> true);
    log.tidy();
    log.append(group);
    assertThat(recovered()).hasSize(11).contains(101L);
  }

  @Test
  void aGroupWhoseSyncFailedIsThereOnceAfterItWasWrittenAgain() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      storage = new FaultyStorage(new SplittableRandom(seed));
      RecordLog log = filled(10);
      LogGroup group = new LogGroup();
      group.add(11, record(11));
      group.add(12, record(12));
      storage.disk().faultRate = 0.5;
      for (boolean done = false; !done; ) {
        try {
          log.append(group);
          done = true;
        } catch (IOException _) {
          assertThat(log.nextSequence()).isEqualTo(11);
        }
      }
      storage.disk().faultRate = 0;
      storage.crash();
      assertThat(recovered()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    }
  }

  private RecordLog filled(int records) throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    LogGroup group = new LogGroup();
    for (int sequence = 1; sequence <= records; sequence++) {
      group.add(sequence, record(sequence));
      if (group.count() == 5 || sequence == records) {
        log.append(group);
        group.clear();
      }
    }
    log.skipTo(log.nextSequence());
    return log;
  }

  private static void finish(RecordLog log, int records, LongPredicate which) {
    for (long sequence = 1; sequence <= records; sequence++) {
      if (which.test(sequence)) {
        log.finished(sequence);
      }
    }
  }

  /** One call does not do everything. */
  private static void tidyAll(RecordLog log) throws IOException {
    for (long before = -1; before != log.fileBytes(); ) {
      before = log.fileBytes();
      log.tidy();
    }
  }

  private List<Long> recovered() throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    List<Long> found = new ArrayList<>();
    log.visit(0, (sequence, _, _) -> found.add(sequence));
    return found;
  }

  private static SinkRecord record(long sequence) {
    return new SinkRecord("key", null, new byte[20], sequence, Origin.NONE);
  }
}
