package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one lane decides, step by step. */
final class LaneTest {

  private static final long MILLI = 1_000_000;
  private static final Delivery.Limits LIMITS = new Delivery.Limits(500, 1000, 1000, 256);
  private static final Outcome OK = new Outcome.Delivered("s", "1");
  private static final Outcome THROTTLED = new Outcome.Retry("Throttled", "", Duration.ZERO);

  private final List<String> ended = new ArrayList<>();
  private final LaneInbox inbox = new LaneInbox();
  private long freed;
  private long now = 1_000;

  private Lane lane(int batchSize, Duration ttl, Ordering ordering) {
    LaneSettings settings =
        new LaneSettings(
            batchSize, 10 * MILLI, ttl == null ? null : ttl.toNanos(), ordering, window);
    RetryPolicy retry = new RetryPolicy(Duration.ofSeconds(1), new SplittableRandom(1));
    return new Lane(settings, inbox, retry, new ShardPacer(shards), new Ended());
  }

  private boolean othersWait;
  private int window = 1;
  private Function<SinkRecord, String> shards = _ -> null;

  private final class Ended implements Lane.EndedRecords {
    @Override
    public void ended(QueuedRecord queued, Outcome outcome) {
      ended.add(text(queued.record) + " " + outcome.getClass().getSimpleName());
    }

    @Override
    public void bytesFreed(long bytes) {
      freed += bytes;
    }

    @Override
    public boolean othersWait() {
      return othersWait;
    }
  }

  /** Has just sent a request that was answered at once. */
  private Lane busyLane(int batchSize) {
    Lane lane = lane(batchSize, null, Ordering.STRICT);
    put("z1");
    answer(lane, sent(lane), OK);
    return lane;
  }

  private void put(String... records) {
    for (String record : records) {
      byte[] data = new byte[Integer.parseInt(record.substring(1))];
      inbox.append(
          new QueuedRecord(
              new SinkRecord(record.substring(0, 1), null, data, 0, Origin.NONE), now));
    }
  }

  /** Key and length of the data: tests tell records of a key apart by their length. */
  private static String text(SinkRecord record) {
    return record.partitionKey() + record.data().length;
  }

  private static List<String> texts(Batch batch) {
    return batch.records().stream().map(LaneTest::text).toList();
  }

  private Batch sent(Lane lane) {
    LaneStep step = lane.poll(now, true, LIMITS);
    assertThat(step).isInstanceOf(LaneStep.Send.class);
    return ((LaneStep.Send) step).batch();
  }

  private long waits(Lane lane) {
    LaneStep step = lane.poll(now, true, LIMITS);
    assertThat(step).isInstanceOf(LaneStep.Wait.class);
    return ((LaneStep.Wait) step).nanos();
  }

  private void answer(Lane lane, Batch batch, Outcome... outcomes) {
    lane.answered(batch, new BatchOutcome.PerRecord(List.of(outcomes)), now);
  }

  @Test
  void aFullBatchIsCutAtOnceAndARestWaitsForItsTime() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "b1", "c1");
    Batch first = sent(lane);
    assertThat(texts(first)).containsExactly("a1", "b1");
    answer(lane, first, OK, OK);
    assertThat(waits(lane)).isEqualTo(10 * MILLI);
    now += 10 * MILLI;
    assertThat(texts(sent(lane))).containsExactly("c1");
  }

  @Test
  void aLaneThatWasQuietSendsAtOnceAndABusyOneFillsUp() {
    Lane lane = lane(10, null, Ordering.STRICT);
    put("a1");
    answer(lane, sent(lane), OK);
    now += 4 * MILLI;
    put("b1");
    assertThat(waits(lane)).as("since the last request").isEqualTo(6 * MILLI);
    now += 6 * MILLI;
    answer(lane, sent(lane), OK);
    now += 10 * MILLI;
    put("c1");
    assertThat(texts(sent(lane))).containsExactly("c1");
  }

  @Test
  void nobodyIsWaitedForWhileTheBufferIsFull() {
    Lane lane = busyLane(10);
    put("a1");
    assertThat(waits(lane)).isEqualTo(10 * MILLI);
    othersWait = true;
    assertThat(texts(sent(lane))).containsExactly("a1");
  }

  @Test
  void bytesCutABatch() {
    Lane lane = lane(500, null, Ordering.STRICT);
    put("a600", "b390", "c9", "d9");
    assertThat(texts(sent(lane))).containsExactly("a600", "b390");
  }

  @Test
  void strictSendsOneRecordPerKeyAndRequest() {
    Lane lane = lane(10, null, Ordering.STRICT);
    put("a1", "a2", "a3", "b1");
    now += 10 * MILLI;
    Batch first = sent(lane);
    assertThat(texts(first)).containsExactly("a1", "b1");
    answer(lane, first, OK, OK);
    assertThat(texts(sent(lane))).containsExactly("a2");
  }

  @Test
  void batchOrderingSendsSeveralOfAKeyInOrder() {
    Lane lane = lane(3, null, Ordering.BATCH);
    put("a1", "b1", "a2", "a3");
    Batch first = sent(lane);
    assertThat(texts(first)).containsExactly("a1", "a2", "a3");
    answer(lane, first, OK, THROTTLED, THROTTLED);
    now += Duration.ofSeconds(2).toNanos();
    assertThat(texts(sent(lane))).containsExactly("a2", "a3", "b1");
  }

  @Test
  void aThrottledRecordGoesBackToTheHeadOfItsKeyAndOthersGoOn() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "a2", "b1", "b2");
    Batch first = sent(lane);
    answer(lane, first, new Outcome.Retry("Throttled", "", Duration.ofSeconds(1)), OK);
    now += 10 * MILLI;
    put("a3");
    Batch second = sent(lane);
    assertThat(texts(second)).as("the other key goes on").containsExactly("b2");
    answer(lane, second, OK);
    assertThat(waits(lane)).isLessThanOrEqualTo(Duration.ofMillis(1100).toNanos());
    now += Duration.ofMillis(1100).toNanos();
    for (String next : List.of("a1", "a2", "a3")) {
      Batch batch = sent(lane);
      assertThat(texts(batch)).containsExactly(next);
      answer(lane, batch, OK);
    }
  }

  @Test
  void aRequestThatFailedIsTriedAgainAfterABackOffAndInTheSameOrder() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "b1", "c1");
    Batch first = sent(lane);
    lane.answered(first, new BatchOutcome.RetryAll("500", "", Duration.ofMillis(5)), now);
    assertThat(lane.failuresInRow()).isEqualTo(1);
    assertThat(waits(lane)).isGreaterThanOrEqualTo(5 * MILLI).isLessThanOrEqualTo(105 * MILLI);
    now += 105 * MILLI;
    assertThat(texts(sent(lane))).containsExactly("a1", "b1");
    assertThat(freed).isZero();
  }

  @Test
  void aHeldLaneSendsNothingUntilItIsOpen() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "b1");
    Batch first = sent(lane);
    lane.answered(first, new BatchOutcome.Hold("NotFound", "create it"), now);
    assertThat(lane.poll(now, false, LIMITS)).isEqualTo(new LaneStep.Wait(LoopDriver.FOREVER));
    assertThat(texts(sent(lane))).containsExactly("a1", "b1");
  }

  @Test
  void theCulpritOfAnInvalidRequestFailsAlone() {
    Lane lane = lane(64, null, Ordering.STRICT);
    int requests = 0;
    put(
        IntStream.range(0, 64)
            .mapToObj(i -> (char) (' ' + i) + (i == 37 ? "9" : "1"))
            .toArray(String[]::new));
    while (ended.size() < 64) {
      now += 10 * MILLI;
      Batch batch = sent(lane);
      requests++;
      boolean bad =
          texts(batch).stream()
              .anyMatch(t -> t.endsWith("9") && t.length() == 2 && t.charAt(0) == ' ' + 37);
      lane.answered(
          batch,
          bad
              ? new BatchOutcome.Invalid("Validation", "bad")
              : new BatchOutcome.PerRecord(batch.records().stream().map(_ -> OK).toList()),
          now);
    }
    assertThat(ended.stream().filter(e -> e.endsWith("Failed"))).containsExactly("E9 Failed");
    assertThat(requests).isLessThan(20);
  }

  @Test
  void expiredRecordsAreDroppedEvenWhileHeld() {
    Lane lane = lane(2, Duration.ofMillis(100), Ordering.STRICT);
    put("a1");
    assertThat(lane.poll(now, false, LIMITS)).isEqualTo(new LaneStep.Wait(100 * MILLI));
    now += 60 * MILLI;
    put("a2");
    now += 40 * MILLI;
    assertThat(lane.poll(now, false, LIMITS)).isEqualTo(new LaneStep.Wait(60 * MILLI));
    assertThat(ended).containsExactly("a1 Dropped");
    assertThat(freed).isEqualTo(2);
  }

  @Test
  void anAnswerAfterTheTimeToLiveIsLate() {
    Lane lane = lane(2, Duration.ofMillis(100), Ordering.STRICT);
    put("a1", "b1");
    Batch batch = sent(lane);
    now += 200 * MILLI;
    answer(lane, batch, OK, THROTTLED);
    ActionMetrics metrics = metrics();
    assertThat(metrics.lateReply()).isEqualTo(1);
    assertThat(metrics.droppedExpired()).isEqualTo(1);
    assertThat(ended).containsExactly("a1 Delivered", "b1 Dropped");
  }

  @Test
  void anAppendWakesOnlyWhoWaitsForIt() {
    Lane lane = busyLane(3);
    assertThat(waits(lane)).isEqualTo(LoopDriver.FOREVER);
    assertThat(append("a")).isEqualTo(LaneInbox.Appended.WAKE);
    assertThat(append("b")).isEqualTo(LaneInbox.Appended.QUIET);
    assertThat(waits(lane)).isEqualTo(10 * MILLI);
    assertThat(append("c")).isEqualTo(LaneInbox.Appended.WAKE);
    sent(lane);
    assertThat(append("d")).isEqualTo(LaneInbox.Appended.QUIET);
    inbox.close();
    assertThat(append("e")).isEqualTo(LaneInbox.Appended.CLOSED);
  }

  private LaneInbox.Appended append(String key) {
    return inbox.append(
        new QueuedRecord(new SinkRecord(key, null, new byte[1], 0, Origin.NONE), now));
  }

  private ActionMetrics metrics() {
    OutcomeLedger sum = new OutcomeLedger();
    inbox.addTo(sum);
    return sum.metrics(new RateRing());
  }
}
