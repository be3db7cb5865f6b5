package dev.tributary.sink.internal.log;

import dev.tributary.sink.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gets rid of what is finished. The position is written before files go, so that none of them is
 * taken for unfinished if it comes back after a crash, or if an older file holds a copy of its
 * records that could not be cut off.
 */
final class Tidying {

  private final Storage directory;
  private LogSettings settings;
  private final PositionFile positionFile;
  private final Segments segments;
  private boolean positionChanged;

  Tidying(Storage directory, LogSettings settings, PositionFile positionFile, Segments segments) {
    this.directory = directory;
    this.settings = settings;
    this.positionFile = positionFile;
    this.segments = segments;
  }

  void change(LogSettings changed) {
    settings = changed;
    positionFile.syncs(changed.synced());
  }

  void positionChanged() {
    positionChanged = true;
  }

  long positionBytes() {
    return positionFile.bytes();
  }

  boolean run(long nextSequence, LogReader reader, @Nullable Segment active) throws IOException {
    List<Segment> kept = new ArrayList<>();
    List<Segment> gone = new ArrayList<>();
    for (Segment segment : segments.all()) {
      (segment.live() == 0 && segment != active ? gone : kept).add(segment);
    }
    if (positionChanged || !gone.isEmpty()) {
      writePosition(Position.of(nextSequence, kept), gone, reader);
      positionChanged = false;
    }
    for (Segment segment : gone) {
      delete(segment, reader);
    }
    new Compaction(directory, settings, segments).run(reader, active);
    return !positionChanged;
  }

  /**
   * On a full disk there may be no room for the position before something is deleted. The last
   * segment stays in any case: its sequences must not be used again.
   */
  private void writePosition(Position position, List<Segment> gone, LogReader reader)
      throws IOException {
    try {
      positionFile.write(position);
    } catch (IOException e) {
      Segment last = segments.all().isEmpty() ? null : segments.all().getLast();
      if (gone.stream().noneMatch(segment -> segment != last)) {
        throw e;
      }
      for (Segment segment : List.copyOf(gone)) {
        if (segment != last) {
          delete(segment, reader);
          gone.remove(segment);
        }
      }
      positionFile.write(position);
    }
  }

  private void delete(Segment segment, LogReader reader) throws IOException {
    reader.leave(segment);
    String file = segment.name.file();
    if (segment.isEvidence()) {
      // It may have been renamed before, by an attempt that was told to have failed.
      if (directory.files().contains(file)) {
        directory.rename(file, file + DamagedParts.SUFFIX);
      }
    } else {
      directory.delete(file);
    }
    segments.remove(segment);
  }
}
