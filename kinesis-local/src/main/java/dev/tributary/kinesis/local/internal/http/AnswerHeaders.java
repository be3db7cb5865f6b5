package dev.tributary.kinesis.local.internal.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What AWS writes above every answer: two ids of the request and the date. Thread-safe. */
final class AnswerHeaders {
  private static final String REQUEST_ID = "x-amzn-RequestId";
  private static final String EXTENDED_ID = "x-amz-id-2";
  private static final int EXTENDED_ID_BYTES = 72;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /**
   * Tells clients that DryRun is known here: an endpoint that does not know it would do the thing.
   */
  private static final String DRY_RUN = "x-tributary-dry-run";

  private final long run;
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();
  private volatile Second second = new Second(Long.MIN_VALUE, "");

  /**
   * @param run random: one half of each id; the other half counts
   */
  AnswerHeaders(long run, InstantSource clock) {
    this.run = run;
    this.clock = clock;
  }

  /** A date as HTTP writes it, good for a second. */
  private record Second(long epoch, String text) {}

  void write(HttpHeaders headers) {
    long number = last.incrementAndGet();
    headers
        .set(REQUEST_ID, new UUID(run, number).toString())
        .set(EXTENDED_ID, extended(number))
        .set(HttpHeaderNames.DATE, date())
        .set(DRY_RUN, "true");
  }

  /** The id of the request among the headers that were written. */
  static String requestId(HttpHeaders written) {
    return written.get(REQUEST_ID, "");
  }

  /** Opaque text of AWS's length. */
  private String extended(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(EXTENDED_ID_BYTES);
    for (long word = run ^ number; bytes.hasRemaining(); word = (word ^ (word >>> 29)) * MIX) {
      bytes.putLong(word);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private String date() {
    long millis = clock.millis();
    long epoch = Math.floorDiv(millis, MILLIS_PER_SECOND);
    Second now = second;
    if (now.epoch() != epoch) {
      now = new Second(epoch, HTTP_DATE.format(Instant.ofEpochMilli(millis)));
      second = now;
    }
    return now.text();
  }
}
