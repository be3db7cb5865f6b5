package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.StoredRecord;
import dev.tributary.kinesis.local.internal.store.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's subscription to a shard: remembers a position and reads from it when it is asked.
 * Lasts 5 minutes by the clock. An event holds 10,000 records or 1 MiB, or one record that is
 * larger.
 */
final class ShardSubscription implements Subscription {
  /** Kinesis limit. */
  private static final long LIFE_MILLIS = Duration.ofMinutes(5).toMillis();

  /** AWS sends an empty event after so long without records. */
  private static final long HEARTBEAT_MILLIS = Duration.ofSeconds(5).toMillis();

  private static final int RECORDS_MAX = 10_000;
  private static final long EVENT_BYTES_MAX = 1024 * 1024;
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long UNLIMITED = 0;

  /** What is known when it begins. */
  record Source(
      Shard shard, Encoding encoding, long bytesPerSecond, Supplier<Optional<Refusal>> ended) {}

  private final Source source;
  private final Codecs codecs;
  private final InstantSource clock;
  private final long startedMillis;
  private final Refusal whenTakenOver;
  private volatile boolean takenOver;
  private volatile boolean closed;
  private volatile Runnable wake = () -> {};
  private @Nullable Watch watch;

  // Of whoever asks for events.
  private long position;
  private long sentMillis = Long.MIN_VALUE;
  private long paidUntilMillis;
  private String exception = "";

  /**
   * @param position of the first record
   * @param whenTakenOver what the client is told when another subscription begins
   */
  ShardSubscription(
      Source source, long position, Refusal whenTakenOver, Codecs codecs, InstantSource clock) {
    this.source = source;
    this.position = position;
    this.whenTakenOver = whenTakenOver;
    this.codecs = codecs;
    this.clock = clock;
    this.startedMillis = clock.millis();
  }

  long startedMillis() {
    return startedMillis;
  }

  boolean isClosed() {
    return closed;
  }

  void takenOver() {
    takenOver = true;
    wake.run();
  }

  @Override
  public Step next(OutputStream output) throws IOException {
    Optional<Refusal> failure = takenOver ? Optional.of(whenTakenOver) : source.ended().get();
    if (failure.isPresent()) {
      return fail(failure.get(), output);
    }
    long now = clock.millis();
    if (isOver()) {
      return Step.END;
    }
    if (now < paidUntilMillis) {
      return Step.NOTHING;
    }
    Shard.Page page = source.shard().read(position, RECORDS_MAX, EVENT_BYTES_MAX, now);
    boolean last = !page.children().isEmpty();
    boolean silent = sentMillis != Long.MIN_VALUE && now - sentMillis < HEARTBEAT_MILLIS;
    if (page.records().isEmpty() && !last && silent) {
      return Step.NOTHING;
    }
    write(page, last, output);
    position = page.nextPosition();
    sentMillis = now;
    pay(page, now);
    return last ? Step.LAST_EVENT : Step.EVENT;
  }

  private void write(Shard.Page page, boolean last, OutputStream output) throws IOException {
    try (JsonGenerator out = codecs.generator(source.encoding(), output)) {
      out.writeStartObject();
      Answer answer = new Answer(out);
      RecordMembers.records(page.records(), answer);
      answer.number("MillisBehindLatest", page.millisBehindLatest());
      if (last) {
        // Without a sequence number to go on from: so consumers know the end of a shard.
        DescribeOperations.children(page.children(), answer);
      } else {
        answer.text(
            "ContinuationSequenceNumber", source.shard().sequenceNumberBefore(page.nextPosition()));
      }
      out.writeEndObject();
    }
  }

  /** What was sent takes its time at the rate that is allowed; the next event waits for it. */
  private void pay(Shard.Page page, long now) {
    if (source.bytesPerSecond() == UNLIMITED) {
      return;
    }
    long bytes = 0;
    for (StoredRecord record : page.records()) {
      bytes += record.data().length + record.partitionKey().length();
    }
    paidUntilMillis = now + bytes * MILLIS_PER_SECOND / source.bytesPerSecond();
  }

  private Step fail(Refusal refusal, OutputStream output) throws IOException {
    exception = refusal.type();
    try (JsonGenerator out = codecs.generator(source.encoding(), output)) {
      out.writeStartObject();
      out.writeStringField("message", refusal.message());
      out.writeEndObject();
    }
    return Step.EXCEPTION;
  }

  @Override
  public String exception() {
    return exception;
  }

  @Override
  public boolean isOver() {
    return takenOver || clock.millis() - startedMillis >= LIFE_MILLIS;
  }

  @Override
  public void onWake(Runnable wake) {
    this.wake = wake;
    this.watch = source.shard().watch(wake);
  }

  @Override
  public void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
  }
}
