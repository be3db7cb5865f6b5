package dev.tributary.server.internal.records;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads one shard from a starting point on, never faster than Kinesis allows. One thread. Holds at
 * most one page.
 */
final class ShardCursor {

  /** Kinesis allows five reads a second and shard; four leave room for others. */
  static final long PACE_MILLIS = 250;

  private static final long BACK_OFF_MILLIS_MAX = 5_000;
  private static final int DOUBLINGS_MAX = 5;

  private final KinesisClient kinesis;
  private final String stream;
  private final String shardId;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Deque<ReadRecord> waiting = new ArrayDeque<>();
  private StartingPoint place;
  private @Nullable String iterator;
  private boolean renewed;
  private boolean ended;
  private boolean atTip;
  private int failures;
  private long dueMillis;

  ShardCursor(
      KinesisClient kinesis,
      String stream,
      String shardId,
      StartingPoint start,
      InstantSource clock,
      RandomGenerator random) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.shardId = shardId;
    this.place = start;
    this.clock = clock;
    this.random = random;
  }

  String shardId() {
    return shardId;
  }

  /** What has been read and not been taken. */
  Deque<ReadRecord> waiting() {
    return waiting;
  }

  /** The shard is closed and nothing of it is left to be read. */
  boolean isEnded() {
    return ended;
  }

  /** The last page went up to the newest record. */
  boolean isAtTip() {
    return atTip;
  }

  /** When it may be read again. */
  long dueMillis() {
    return dueMillis;
  }

  /** How often it has failed since it was read. */
  int failures() {
    return failures;
  }

  /** Fixes the place: LATEST means from now on. */
  void open() {
    if (iterator != null || ended) {
      return;
    }
    long now = clock.millis();
    iterator =
        kinesis
            .getShardIterator(request -> {
              request.streamName(stream).shardId(shardId);
              place.applyTo(request);
            })
            .shardIterator();
    if (place instanceof StartingPoint.Latest) {
      // Asked for again after the iterator has expired, LATEST would pass over what came meanwhile.
      place = new StartingPoint.At(Instant.ofEpochMilli(now));
    }
  }

  /** Reads a page. An iterator that is not valid any more is renewed where it was. */
  void read() {
    open();
    dueMillis = clock.millis() + PACE_MILLIS;
    try {
      take(kinesis.getRecords(request -> request.shardIterator(iterator)));
      failures = 0;
      renewed = false;
    } catch (ExpiredIteratorException _) {
      iterator = null;
    } catch (InvalidArgumentException e) {
      // An iterator of a server that has been started anew is foreign to it.
      if (renewed) {
        throw e;
      }
      renewed = true;
      iterator = null;
    }
  }

  private void take(GetRecordsResponse answer) {
    for (Record record : answer.records()) {
      waiting.add(ReadRecord.of(shardId, record));
    }
    if (!waiting.isEmpty()) {
      place = new StartingPoint.AfterSequence(waiting.getLast().sequenceNumber());
    }
    iterator = answer.nextShardIterator();
    ended = iterator == null;
    Long behind = answer.millisBehindLatest();
    atTip = behind == null || behind == 0;
  }

  /** It could not be read: later. */
  void backOff() {
    long most = Math.min(BACK_OFF_MILLIS_MAX, PACE_MILLIS << Math.min(failures + 1, DOUBLINGS_MAX));
    dueMillis = clock.millis() + most / 2 + random.nextLong(most / 2);
    failures++;
  }
}
