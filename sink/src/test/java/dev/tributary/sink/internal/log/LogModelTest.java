package dev.tributary.sink.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random operations on a log whose directory fails, tears and crashes, compared with a plain list
 * of records. A seed replays a run exactly.
 */
class LogModelTest {

  private static final int FIRST_SEED = Integer.getInteger("log.firstSeed", 0);
  private static final int SEEDS = Integer.getInteger("log.seeds", 40);
  private static final int STEPS = 300;

  @Test
  void aLogOnAFaultyDiskKeepsWhatItPromised() throws IOException {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        new Run(seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static final class Run {
    private final SplittableRandom random;
    private final FaultyStorage storage;
    private final LogSettings settings;

    /** Kept by the log, and not finished. */
    private final TreeMap<Long, byte[]> live = new TreeMap<>();

    /**
     * Of groups that were never acknowledged, and yet found: what a failed sync has left in the
     * page cache outlives a restart, not a crash.
     */
    private final TreeSet<Long> unpromised = new TreeSet<>();

    /** Finished, and known on disk to be. */
    private final TreeSet<Long> over = new TreeSet<>();

    private final TreeSet<Long> finishedSinceTidy = new TreeSet<>();

    /** Of the group that is to be appended. */
    private Map<Long, byte[]> uncertain = new TreeMap<>();

    /** All that was ever to be appended: what a crash interrupted may be found, or not. */
    private final Map<Long, List<byte[]>> attempted = new TreeMap<>();

    private LogGroup failed = new LogGroup();
    private RecordLog log;
    private long readFrom;

    Run(long seed) throws IOException {
      random = new SplittableRandom(seed);
      storage = new FaultyStorage(random.split());
      settings = new LogSettings(random.nextInt(100, 3_000), true);
      storage.disk().faultRate = random.nextInt(3) == 0 ? 0 : random.nextDouble(0.1);
      storage.disk().tears = random.nextBoolean();
      if (random.nextInt(4) == 0) {
        storage.disk().capacity = random.nextInt(3_000, 20_000);
      }
      log = RecordLog.open(new FaultyStorage(random), settings);
      reopen();
    }

    void play() throws IOException {
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(20) == 0) {
          storage.disk().crashAt = storage.disk().operations + random.nextInt(30);
        }
        try {
          act();
        } catch (FaultyStorage.Crashed _) {
          crash();
        } catch (IOException _) {
          // The disk is in trouble, as it should be now and then: what comes next tells more.
        }
      }
      storage.disk().faultRate = 0;
      storage.disk().capacity = Long.MAX_VALUE;
      storage.disk().crashAt = Long.MAX_VALUE;
      reopen();
      for (long sequence : List.copyOf(live.keySet())) {
        finish(sequence);
      }
      log.tidy();
      log.close();
      assertThat(storage.files())
          .filteredOn(file -> !file.endsWith(DamagedParts.SUFFIX))
          .containsExactly("position");
    }

    private void act() throws IOException {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> append();
        case 4, 5 -> read();
        case 6, 7 -> finishSome();
        case 8, 9 -> tidy();
        case 10 -> seldom();
        default -> skip();
      }
    }

    private void seldom() throws IOException {
      switch (random.nextInt(6)) {
        case 0 -> dropOldest();
        case 1 -> {
          log.rewind();
          readFrom = 0;
        }
        case 2 -> {
          try {
            log.close();
          } finally {
            reopen();
          }
        }
        case 3 -> crash();
        default -> checkFigures();
      }
    }

    private void append() throws IOException {
      if (failed.count() == 0) {
        long sequence = log.nextSequence();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
          byte[] data = new byte[random.nextInt(60)];
          random.nextBytes(data);
          failed.add(sequence, record(sequence, data));
          uncertain.put(sequence, data);
          attempted.computeIfAbsent(sequence, _ -> new ArrayList<>()).add(data);
          sequence += random.nextInt(10) == 0 ? random.nextInt(1, 6_000) : 1;
        }
      }
      log.append(failed);
      failed.clear();
      live.putAll(uncertain);
      unpromised.removeAll(uncertain.keySet());
      uncertain.clear();
    }

    private void read() throws IOException {
      List<LoggedRecord> read = log.read(random.nextInt(400));
      assertThat(log.takeLoss().records()).isZero();
      var expected = live.tailMap(readFrom).entrySet().iterator();
      for (LoggedRecord record : read) {
        var next = expected.next();
        assertThat(record.sequence()).isEqualTo(next.getKey());
        assertSame(record.sequence(), record.record(), next.getValue());
        readFrom = record.sequence() + 1;
      }
      assertThat(read.isEmpty()).isEqualTo(live.tailMap(readFrom).isEmpty() && read.isEmpty());
      if (read.isEmpty()) {
        assertThat(live.tailMap(readFrom)).isEmpty();
        assertThat(log.hasUnread()).isFalse();
      }
    }

    private void skip() {
      if (!live.isEmpty()) {
        List<Long> sequences = new ArrayList<>(live.tailMap(readFrom).keySet());
        long to =
            sequences.isEmpty() || random.nextBoolean()
                ? log.nextSequence()
                : sequences.get(random.nextInt(sequences.size()));
        log.skipTo(to);
        readFrom = Math.max(readFrom, to);
      }
    }

    private void finishSome() {
      boolean inOrder = random.nextInt(3) > 0;
      for (int i = random.nextInt(40); i > 0 && !live.isEmpty(); i--) {
        List<Long> read = new ArrayList<>(live.headMap(readFrom).keySet());
        if (read.isEmpty()) {
          return;
        }
        finish(read.get(inOrder ? 0 : random.nextInt(read.size())));
      }
    }

    private void finish(long sequence) {
      log.finished(sequence);
      if (live.remove(sequence) != null) {
        finishedSinceTidy.add(sequence);
      }
    }

    private void dropOldest() {
      long end = log.oldestSegmentEnd();
      log.finishedBefore(end);
      finishedSinceTidy.addAll(live.headMap(end).keySet());
      live.headMap(end).clear();
    }

    private void tidy() throws IOException {
      if (log.tidy()) {
        over.addAll(finishedSinceTidy);
        finishedSinceTidy.clear();
      }
    }

    private void checkFigures() {
      assertThat(log.liveRecords()).isEqualTo(live.size());
      assertThat(log.hasUnread()).isEqualTo(log.unreadRecords() > 0);
      if (storage.disk().faultRate == 0) {
        assertThat(log.unreadRecords()).isEqualTo(live.tailMap(readFrom).size());
      }
    }

    private void crash() throws IOException {
      storage.disk().crashAt = Long.MAX_VALUE;
      storage.crash();
      reopen();
    }

    /** Tries until it opens, then compares all that it has with the list. */
    private void reopen() throws IOException {
      storage.disk().crashAt = Long.MAX_VALUE;
      double faultRate = storage.disk().faultRate;
      Map<String, byte[]> before = faultRate == 0 ? segments() : Map.of();
      Recovery recovery = null;
      while (recovery == null) {
        try {
          log = RecordLog.open(storage, settings);
          recovery = log.recovery();
        } catch (IOException _) {
          // Each of many files fails by chance: all of them together would hardly ever not.
          storage.disk().faultRate *= 0.9;
        }
      }
      if (faultRate == 0) {
        assertThat(recovery.tornBytes()).isEqualTo(tornSince(before));
      }
      storage.disk().faultRate = 0;
      TreeMap<Long, byte[]> found = new TreeMap<>();
      log.visit(0, (sequence, record, _) -> found.put(sequence, record.data()) == null);
      storage.disk().faultRate = faultRate;
      if (!storage.disk().tears && unpromised.isEmpty()) {
        assertThat(recovery.setAside()).isEmpty();
      }
      assertThat(recovery.records()).isEqualTo(found.size()).isEqualTo(log.liveRecords());
      List<Long> missing = new ArrayList<>(live.keySet());
      missing.removeIf(sequence -> found.containsKey(sequence) || unpromised.contains(sequence));
      assertThat(missing).isEmpty();
      found.forEach(this::assertKnown);
      assertThat(log.nextSequence()).isGreaterThan(found.isEmpty() ? 0 : found.lastKey());
      assertThat(log.nextSequence()).isGreaterThan(over.isEmpty() ? 0 : over.last());
      found.keySet().stream()
          .filter(sequence -> !live.containsKey(sequence))
          .forEach(unpromised::add);
      live.clear();
      live.putAll(found);
      finishedSinceTidy.clear();
      uncertain = new TreeMap<>();
      failed = new LogGroup();
      readFrom = 0;
    }

    private Map<String, byte[]> segments() throws IOException {
      Map<String, byte[]> segments = new TreeMap<>();
      for (String name : storage.files()) {
        if (SegmentName.of(name).isPresent()) {
          segments.put(name, storage.bytes(name));
        }
      }
      return segments;
    }

    /** What was cut off since, but for zeros that have filled a block. */
    private long tornSince(Map<String, byte[]> before) throws IOException {
      long torn = 0;
      for (Map.Entry<String, byte[]> now : segments().entrySet()) {
        byte[] had = before.getOrDefault(now.getKey(), new byte[0]);
        byte[] cut = Arrays.copyOfRange(had, now.getValue().length, had.length);
        boolean filled = had.length % 512 == 0 && Arrays.equals(cut, new byte[cut.length]);
        torn += filled ? 0 : cut.length;
      }
      return torn;
    }

    private void assertKnown(long sequence, byte[] data) {
      assertThat(over.contains(sequence)).as("%d is over", sequence).isFalse();
      byte[] kept = live.get(sequence);
      if (kept == null) {
        assertThat(attempted.get(sequence)).as("of %d", sequence).contains(data);
      } else {
        assertThat(data).isEqualTo(kept);
      }
    }

    private static SinkRecord record(long sequence, byte[] data) {
      Source source = new Source("r", "t/" + sequence, "c");
      byte[] columns = sequence % 3 == 0 ? new byte[] {1} : null;
      String hashKey = sequence % 5 == 0 ? "12" : null;
      return new SinkRecord("k" + sequence, hashKey, data, sequence, source, columns, Origin.NONE);
    }

    private static void assertSame(long sequence, SinkRecord read, byte[] data) {
      SinkRecord written = record(sequence, data);
      assertThat(read.data()).isEqualTo(written.data());
      assertThat(read.columns()).isEqualTo(written.columns());
      assertThat(read.partitionKey()).isEqualTo(written.partitionKey());
      assertThat(read.explicitHashKey()).isEqualTo(written.explicitHashKey());
      assertThat(read.createdAtMillis()).isEqualTo(written.createdAtMillis());
      assertThat(read.source()).isEqualTo(written.source());
    }
  }
}
