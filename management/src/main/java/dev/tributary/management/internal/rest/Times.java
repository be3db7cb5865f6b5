package dev.tributary.management.internal.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the original writes them. */
final class Times {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2026-11-22T18:07:11.603+00:00}. */
  static String millis(long millisSince1970) {
    return millis(Instant.ofEpochMilli(millisSince1970));
  }

  static String millis(Instant time) {
    return MILLIS.format(time);
  }

  /** {@code 2026-11-22T18:07:11+00:00}. */
  static String seconds(long millisSince1970) {
    return SECONDS.format(Instant.ofEpochMilli(millisSince1970));
  }
}
