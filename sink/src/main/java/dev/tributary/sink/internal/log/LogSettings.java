package dev.tributary.sink.internal.log;

/**
 * How a log is written. Both may differ from what the files in it were written with.
 *
 * @param segmentBytes a segment that has reached this size is followed by a new one
 * @param synced whether every group is certain once it is appended; otherwise nothing is promised
 *     for a crash of the machine
 */
public record LogSettings(long segmentBytes, boolean synced) {

  public LogSettings {
    if (segmentBytes < 1) {
      throw new IllegalArgumentException(
          "segmentBytes is " + segmentBytes + "; it must be at least 1");
    }
  }
}
