package dev.tributary.sink.internal.log;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment's file.
 *
 * @param base no record in it has a smaller sequence
 * @param turn tells segments with one base apart: all but the last were given up
 */
record SegmentName(long base, long turn) implements Comparable<SegmentName> {

  private static final Pattern FORM = Pattern.compile("([0-9]{19})-([0-9]{1,18})\\.segment");
  private static final Comparator<SegmentName> ORDER =
      Comparator.comparingLong(SegmentName::base).thenComparingLong(SegmentName::turn);

  static Optional<SegmentName> of(String file) {
    Matcher matcher = FORM.matcher(file);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      long base = Long.parseLong(matcher.group(1));
      return Optional.of(new SegmentName(base, Long.parseLong(matcher.group(2))));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  String file() {
    return "%019d-%d.segment".formatted(base, turn);
  }

  @Override
  public int compareTo(SegmentName other) {
    return ORDER.compare(this, other);
  }
}
