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

  private final Storage directory;
  private final DamagedParts damagedParts;
  private final PositionFile positionFile;
  private final List<Segment> segments = new ArrayList<>();
  private final List<String> setAside = new ArrayList<>();
  private Position position = Position.NONE;
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
      read(names.get(i), last ? Long.MAX_VALUE : names.get(i + 1).base(), last, finished);
    }
    for (String file : files) {
      if (file.endsWith(Compaction.SUFFIX)) {
        directory.delete(file);
      }
    }
  }

  private void readPosition(List<String> files) throws IOException {
    if (!files.contains(PositionFile.NAME)) {
      return;
    }
    Optional<Position> found = positionFile.read();
    if (found.isPresent()) {
      position = found.get();
    } else {
      setAside.add("the read position is damaged: all records that are found are delivered again");
    }
  }

  private void read(SegmentName name, long limit, boolean last, FinishedLookup finished)
      throws IOException {
    try (Storage.File file = directory.open(name.file())) {
      long size = file.size();
      Segment segment = new Segment(name, size);
      segments.add(segment);
      boolean headerIntact = hasHeader(file, name);
      SegmentScanner scanner = new SegmentScanner(file, SegmentHeader.BYTES, name.base() - 1);
      long intactTo = headerIntact ? SegmentHeader.BYTES : 0;
      boolean superseded = false;
      while (!superseded && scanner.advance(size)) {
        if (scanner.start() > intactTo) {
          damaged(file, segment, intactTo, scanner.start(), scanner.sequence());
        }
        superseded = scanner.sequence() >= limit;
        if (!superseded) {
          take(segment, scanner, finished.contains(scanner.sequence()));
        }
        intactTo = superseded ? scanner.start() : scanner.offset();
      }
      if (intactTo < size) {
        endsIn(file, segment, intactTo, last || superseded || segment.end() == limit);
      }
      if (!last) {
        segment.skipTo(limit);
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

  private void endsIn(Storage.File file, Segment segment, long from, boolean torn) {
    long size = segment.fileBytes();
    if (!torn) {
      damaged(file, segment, from, size, Long.MAX_VALUE);
      return;
    }
    tornBytes += size - from;
    segment.fileBytes(from);
    try {
      file.truncate(from);
      file.sync();
    } catch (IOException _) {
      // The next segment's base tells that what is behind does not count.
    }
  }

  private void damaged(Storage.File file, Segment segment, long from, long to, long nextSequence) {
    String name = segment.name.file();
    String copy = name + "@" + from;
    DamagedParts.Fate fate = damagedParts.keep(file, copy, from, to);
    if (fate == DamagedParts.Fate.KEPT_BEFORE) {
      return;
    }
    String missing =
        nextSequence == Long.MAX_VALUE
            ? "from sequence " + segment.end() + " on"
            : "sequences " + segment.end() + " to " + (nextSequence - 1);
    setAside.add(
        "%s: %d bytes at %d are damaged (%s); %s"
            .formatted(
                name,
                to - from,
                from,
                missing,
                switch (fate) {
                  case KEPT, KEPT_BEFORE -> "a copy is in " + DamagedParts.DIRECTORY + "/" + copy;
                  case NO_ROOM -> DamagedParts.DIRECTORY + "/ is full, no copy is kept";
                  case FAILED -> "no copy could be written";
                }));
  }

  List<Segment> segments() {
    return segments;
  }

  long nextSequence() {
    long next = position.nextSequence();
    return segments.isEmpty() ? next : Math.max(next, segments.getLast().end());
  }

  Recovery found() {
    return new Recovery(records, bytes, tornBytes, setAside);
  }
}
