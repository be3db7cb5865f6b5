package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what a directory holds when a log is opened: reads every segment once, through a
 * bounded window, and remembers counts. Failing to cut or to copy what is damaged does not fail the
 * opening, failing to read does.
 */
final class LogRecovery {

  /** {@link Storage#createSynced} leaves fewer zeros behind the last byte. */
  private static final int PADDING_BYTES = 64 << 10;

  /** Of a block at least. Padding fills a block up to its end. */
  private static final int BLOCK_BYTES = 512;

  private final Storage directory;
  private final DamagedParts damagedParts;
  private final PositionFile positionFile;
  private final List<Segment> segments = new ArrayList<>();
  private final List<String> setAside = new ArrayList<>();
  private Position position = Position.NONE;
  private SegmentName lastName = new SegmentName(0, 0);
  private long tornBytes;
  private long records;
  private long bytes;

  LogRecovery(Storage directory, PositionFile positionFile) {
    this.directory = directory;
    this.damagedParts = new DamagedParts(directory);
    this.positionFile = positionFile;
  }

  void run() throws IOException {
    List<String> files = directory.files();
    readPosition(files);
    List<SegmentName> names =
        files.stream().map(SegmentName::of).flatMap(Optional::stream).sorted().toList();
    FinishedLookup finished = new FinishedLookup(position);
    for (int i = 0; i < names.size(); i++) {
      boolean last = i + 1 == names.size();
      read(names.get(i), last ? Long.MAX_VALUE : names.get(i + 1).base(), finished);
      lastName = names.get(i);
    }
    for (String file : files) {
      if (file.endsWith(Compaction.SUFFIX)) {
        deleteLeftOver(file);
      }
    }
  }

  private void deleteLeftOver(String file) {
    try {
      directory.delete(file);
    } catch (IOException _) {
      // It never counts; a disk that cannot be written to can still be read.
    }
  }

  private void readPosition(List<String> files) throws IOException {
    if (files.contains(PositionFile.NAME)) {
      position = positionFile.read(damagedParts, setAside).orElse(Position.NONE);
    }
  }

  private void read(SegmentName name, long limit, FinishedLookup finished) throws IOException {
    try (Storage.File file = directory.open(name.file())) {
      long size = file.size();
      Segment segment = new Segment(name, size);
      segments.add(segment);
      long intactTo = hasHeader(file, name) ? SegmentHeader.BYTES : 0;
      SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES, name.base() - 1);
      boolean superseded = false;
      while (!superseded && scanner.advance(size, name.base() + Segment.SPAN_MAX)) {
        superseded = scanner.sequence() >= limit;
        if (!superseded) {
          if (scanner.start() > intactTo) {
            damaged(file, segment, intactTo, scanner.start(), scanner.sequence());
          }
          take(segment, scanner, finished.contains(scanner.sequence()));
          intactTo = scanner.offset();
        }
      }
      if (intactTo < size) {
        boolean adjoining = superseded && scanner.start() == intactTo;
        if (adjoining || limit == Long.MAX_VALUE || position.isFinished(segment.end(), limit)) {
          cut(file, segment, intactTo);
        } else {
          damaged(file, segment, intactTo, size, limit);
        }
      }
      if (limit == Long.MAX_VALUE) {
        makeCertain(file);
      }
    }
  }

  private static boolean hasHeader(Storage.File file, SegmentName name) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(header, 0);
    return SegmentHeader.isIntact(header.flip(), name);
  }

  private void take(Segment segment, SegmentScanner scanner, boolean finished) {
    segment.append(scanner.sequence(), scanner.sequence(), 1, scanner.recordBytes());
    if (finished) {
      segment.read(scanner.recordBytes());
      segment.finish(scanner.sequence(), false);
    } else {
      records++;
      bytes += scanner.recordBytes();
    }
  }

  /** A torn end is what a failed or interrupted write has left: nothing is missing before it. */
  private void cut(Storage.File file, Segment segment, long from) throws IOException {
    tornBytes += isPadding(file, from, segment.fileBytes()) ? 0 : segment.fileBytes() - from;
    segment.fileBytes(from);
    try {
      file.truncate(from);
    } catch (IOException _) {
      // The next segment's base tells that what is behind does not count.
    }
  }

  /** Whether it is what fills up the last block of a file that was not closed. */
  private static boolean isPadding(Storage.File file, long from, long to) throws IOException {
    if (to - from >= PADDING_BYTES || to % BLOCK_BYTES != 0) {
      return false;
    }
    ByteBuffer rest = ByteBuffer.allocate((int) (to - from));
    file.read(rest, from);
    return rest.flip().mismatch(ByteBuffer.allocate(rest.remaining())) < 0;
  }

  /** A process that was killed may have left a group that is in the page cache only. */
  private static void makeCertain(Storage.File file) {
    try {
      file.sync();
    } catch (IOException _) {
      // Nobody was told that this group is kept; whatever was acknowledged was synced.
    }
  }

  private void damaged(Storage.File file, Segment segment, long from, long to, long nextSequence) {
    DamagedParts.Kept kept =
        damagedParts.keep(file, segment.name.file(), from, to, segment.end(), nextSequence);
    kept.told().ifPresent(setAside::add);
    if (!kept.copied()) {
      segment.keepAsEvidence();
    }
  }

  List<Segment> segments() {
    return segments;
  }

  long nextSequence() {
    long next = position.nextSequence();
    return segments.isEmpty() ? next : Math.max(next, segments.getLast().end());
  }

  /** No later one has a greater base. */
  SegmentName lastName() {
    return lastName;
  }

  Recovery found() {
    return new Recovery(records, bytes, tornBytes, setAside);
  }
}
