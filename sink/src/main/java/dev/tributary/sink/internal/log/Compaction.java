package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites segments behind the read position of which little is alive, so that one record that is
 * stuck does not keep a whole file, and joins small ones that stand next to each other, so that
 * stuck records do not keep many files either.
 *
 * <p>The new file gets the name of the first one in one step; only then the others are deleted. If
 * a crash comes between, the others' names tell that their records in the new file do not count.
 */
final class Compaction {

  /** Of a file that is being written: it never counts. */
  static final String SUFFIX = ".compact";

  /** Less than one in so many records of a segment is alive. */
  private static final int ALIVE_FRACTION = 4;

  /** So many small segments stand next to each other before they are joined. */
  private static final int JOINED_MIN = 8;

  /** A segment is small if it has less than this fraction of a segment's size. */
  private static final int SMALL_FRACTION = 8;

  /** What one call does at most: the log's owner has more urgent work. */
  private static final int RUNS_MAX = 4;

  private static final int CHUNK_BYTES = 256 << 10;

  private final Storage directory;
  private final LogSettings settings;
  private final Segments segments;

  Compaction(Storage directory, LogSettings settings, Segments segments) {
    this.directory = directory;
    this.settings = settings;
    this.segments = segments;
  }

  void run(LogReader reader, @Nullable Segment active) {
    for (int i = 0; i < RUNS_MAX; i++) {
      List<Segment> next = next(reader.readSequence(), active);
      if (next.isEmpty()) {
        return;
      }
      next.forEach(reader::leave);
      try {
        compact(next);
      } catch (IOException _) {
        // Every record is still where it was, or in the new file: only room was to be won. If the
        // disk is in trouble, the next append will say so.
        return;
      }
    }
  }

  private List<Segment> next(long readSequence, @Nullable Segment active) {
    List<Segment> small = new ArrayList<>();
    for (Segment segment : segments.all()) {
      if (segment == active || segment.end() > readSequence || !segment.isCompactable()) {
        small.clear();
        continue;
      }
      if (segment.live() > 0 && segment.live() < segment.records() / ALIVE_FRACTION) {
        return List.of(segment);
      }
      if (segment.fileBytes() >= settings.segmentBytes() / SMALL_FRACTION
          || (!small.isEmpty() && segment.end() - small.getFirst().base() > Segment.SPAN_MAX / 2)) {
        small.clear();
        continue;
      }
      small.add(segment);
      if (small.size() == JOINED_MIN) {
        return small;
      }
    }
    return List.of();
  }

  private void compact(List<Segment> from) throws IOException {
    SegmentName name = from.getFirst().name;
    String temporary = name.file() + SUFFIX;
    try {
      Copy copy = new Copy(name);
      try (Storage.File to = directory.create(temporary)) {
        for (Segment segment : from) {
          copy.add(segment, to);
        }
        copy.flush(to);
        if (settings.synced()) {
          to.sync();
        }
      }
      if (copy.records != from.stream().mapToLong(Segment::live).sum()) {
        // What is damaged may still be delivered from memory; the file stays as it is.
        from.forEach(Segment::neverCompact);
        directory.delete(temporary);
        return;
      }
      directory.rename(temporary, name.file());
      if (settings.synced()) {
        directory.sync();
      }
      replace(from, copy);
    } catch (IOException e) {
      Quietly.run(() -> directory.delete(temporary), e);
      throw e;
    }
  }

  private void replace(List<Segment> from, Copy copy) throws IOException {
    Segment first = from.getFirst();
    for (Segment other : List.copyOf(from.subList(1, from.size()))) {
      first.join(other);
      segments.remove(other);
    }
    first.compacted(copy.offset, copy.recordBytes);
    for (Segment other : from.subList(1, from.size())) {
      directory.delete(other.name.file());
    }
  }

  /** The live records on their way to the new file. */
  private final class Copy {
    private final CRC32C crc = new CRC32C();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int used;
    private long offset;
    private long records;
    private long recordBytes;

    Copy(SegmentName name) {
      SegmentHeader.of(name.base()).get(chunk, 0, SegmentHeader.BYTES);
      used = SegmentHeader.BYTES;
    }

    void add(Segment segment, Storage.File to) throws IOException {
      ReadCursor at = ReadCursor.atStart(directory, segment);
      try {
        for (; at.isAtRecord(); at.pass()) {
          if (!segment.isFinished(at.sequence())) {
            add(at, to);
          }
        }
      } finally {
        at.close();
      }
    }

    private void add(ReadCursor at, Storage.File to) throws IOException {
      byte[] record = at.raw();
      if (record.length > chunk.length - used) {
        flush(to);
      }
      if (record.length > chunk.length) {
        chunk = new byte[record.length];
      }
      System.arraycopy(record, 0, chunk, used, record.length);
      RecordCodec.seal(chunk, used, offset + used, crc);
      used += record.length;
      records++;
      recordBytes += at.recordBytes();
    }

    void flush(Storage.File to) throws IOException {
      to.append(ByteBuffer.wrap(chunk, 0, used));
      offset += used;
      used = 0;
    }
  }
}
