package dev.tributary.sink.internal.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The segments of a log in the order of their records, with sums over them. */
final class Segments {

  private final List<Segment> segments;
  private @Nullable Segment lastFound;

  Segments(List<Segment> found) {
    this.segments = new ArrayList<>(found);
  }

  List<Segment> all() {
    return segments;
  }

  void add(Segment segment) {
    segments.add(segment);
  }

  void remove(Segment segment) {
    segments.remove(segment);
    lastFound = null;
  }

  /** The one whose range the sequence is in; questions mostly are about the same one. */
  @Nullable Segment of(long sequence) {
    Segment last = lastFound;
    if (last != null && sequence >= last.base() && sequence < last.end()) {
      return last;
    }
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).base() <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    lastFound = high < 0 ? null : segments.get(high);
    return lastFound;
  }

  /** The first with unfinished records of which some are not smaller than the sequence. */
  @Nullable Segment nextUnfinished(long sequence) {
    for (int i = firstEndingBehind(sequence); i < segments.size(); i++) {
      if (segments.get(i).live() > 0) {
        return segments.get(i);
      }
    }
    return null;
  }

  /** Summed over those that do not end before the sequence. */
  long sumFrom(long sequence, ToLongFunction<Segment> figure) {
    long sum = 0;
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > sequence; i--) {
      sum += figure.applyAsLong(segments.get(i));
    }
    return sum;
  }

  boolean hasUnreadFrom(long sequence) {
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).end() > sequence; i--) {
      if (segments.get(i).unreadRecords() > 0) {
        return true;
      }
    }
    return false;
  }

  private int firstEndingBehind(long sequence) {
    int low = 0;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).end() <= sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
