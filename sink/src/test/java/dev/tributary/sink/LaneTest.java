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

  private static final Delivery.Limits AGGREGATES = new Delivery.Limits(5, 1000, 1000, 256, 140);

  @Test
  void aStrictRequestHoldsTheRecordsOfAKeyThatFitIntoOneAggregate() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a9", "b200", "a19", "a29", "b2");
    LaneStep step = lane.poll(now, true, AGGREGATES);
    Batch batch = ((LaneStep.Send) step).batch();
    assertThat(texts(batch))
        .as("10 + 32 + 20 + 32 bytes, a third would make 156; the first may go whatever its size")
        .containsExactly("a9", "a19", "b200");
    answer(lane, batch, OK, OK, OK);
  }

  @Test
  void aLaterRecordOfARunThatWasDeliveredAllTheSameIsCountedAndTheOthersKeepTheirOrder() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "a2", "a3", "b1");
    Batch batch = ((LaneStep.Send) lane.poll(now, true, AGGREGATES)).batch();
    assertThat(texts(batch)).containsExactly("a1", "a2", "a3", "b1");
    answer(lane, batch, THROTTLED, OK, THROTTLED, OK);
    put("a4");
    assertThat(ended).containsExactly("a2 Delivered", "b1 Delivered");
    assertThat(metrics().success()).isEqualTo(2);
    now += Duration.ofSeconds(1).toNanos();
    batch = ((LaneStep.Send) lane.poll(now, true, AGGREGATES)).batch();
    assertThat(texts(batch)).containsExactly("a1", "a3", "a4");
  }

  @Test
  void withoutOrderRequestsOverlapAndARefusedRecordHoldsNobodyUp() {
    window = 2;
    Lane lane = lane(2, null, Ordering.NONE);
    put("a1", "a2", "a3", "a4", "a5");
    Batch first = sent(lane);
    Batch second = sent(lane);
    assertThat(texts(first)).containsExactly("a1", "a2");
    assertThat(texts(second)).containsExactly("a3", "a4");
    assertThat(waits(lane)).as("the window is full").isEqualTo(LoopDriver.FOREVER);
    answer(lane, second, THROTTLED, OK);
    now += 10 * MILLI;
    assertThat(texts(sent(lane)).getLast()).isEqualTo("a5");
    answer(lane, first, OK, OK);
    now += Duration.ofSeconds(1).toNanos();
    put("a6");
    assertThat(ended).containsExactly("a4 Delivered", "a1 Delivered", "a2 Delivered");
    assertThat(metrics().inflight() + metrics().queuing()).isEqualTo(3);
  }

  @Test
  void requestsThatWereUnderWayAtAFailureCountWithItAndOneFindsOutWhetherItIsOver() {
    window = 3;
    Lane lane = lane(1, null, Ordering.NONE);
    put("a1", "a2", "a3", "a4", "a5");
    List<Batch> batches = List.of(sent(lane), sent(lane), sent(lane));
    now += MILLI;
    BatchOutcome failure = new BatchOutcome.RetryAll("500", "", Duration.ZERO);
    lane.answered(batches.get(0), failure, now);
    lane.answered(batches.get(1), failure, now);
    assertThat(lane.failuresInRow()).isEqualTo(1);
    answer(lane, batches.get(2), OK);
    assertThat(lane.failuresInRow()).as("an old success ends nothing").isEqualTo(1);
    now += 101 * MILLI;
    Batch probe = sent(lane);
    assertThat(waits(lane)).as("nothing beside the probe").isEqualTo(LoopDriver.FOREVER);
    answer(lane, probe, OK);
    assertThat(lane.failuresInRow()).isZero();
    sent(lane);
    sent(lane);
    sent(lane);
    assertThat(metrics().inflight()).isEqualTo(3);
  }

  @Test
  void theOldestAreDroppedAcrossKeysAndNotWhatIsInFlight() {
    Lane lane = lane(2, null, Ordering.STRICT);
    put("a1", "b1", "c1", "a2", "b2");
    Batch batch = sent(lane);
    inbox.askToDrop(4);
    inbox.askToDrop(1);
    waits(lane);
    assertThat(ended).containsExactly("c1 Dropped", "a2 Dropped");
    assertThat(freed).isEqualTo(5);
    assertThat(metrics().droppedQueueFull()).isEqualTo(2);
    answer(lane, batch, OK, OK);
    now += 10 * MILLI;
    assertThat(texts(sent(lane))).containsExactly("b2");
  }

  @Test
  void whatItsLogHasGivenUpIsDroppedAndNotSentAgain() {
    Lane lane = lane(2, null, Ordering.STRICT);
    inbox.append(logged("a", 0));
    inbox.append(logged("b", 1));
    inbox.append(logged("c", 2));
    inbox.append(logged("d", QueuedRecord.UNLOGGED));
    inbox.append(logged("e", 3));
    Batch batch = sent(lane);
    inbox.askToDropBefore(3);
    waits(lane);
    assertThat(ended).containsExactly("c1 Dropped");
    lane.answered(batch, new BatchOutcome.RetryAll("500", "", Duration.ZERO), now);
    assertThat(ended).containsExactly("c1 Dropped", "a1 Dropped", "b1 Dropped");
    now += Duration.ofSeconds(1).toNanos();
    assertThat(texts(sent(lane))).containsExactly("d1", "e1");
    assertThat(metrics().droppedQueueFull()).isEqualTo(3);
  }

  private QueuedRecord logged(String key, long sequence) {
    return new QueuedRecord(
        new SinkRecord(key, null, new byte[1], 0, Origin.NONE), now, sequence, null);
  }

  @Test
  void expiryFindsTheOldestWhateverItsKeyAndPassesOverWhatIsInFlight() {
    Lane lane = lane(1, Duration.ofMillis(100), Ordering.STRICT);
    put("a1", "b1", "a2");
    Batch batch = sent(lane);
    now += 100 * MILLI;
    put("c1");
    assertThat(waits(lane)).isEqualTo(100 * MILLI);
    assertThat(ended).containsExactly("b1 Dropped", "a2 Dropped");
    answer(lane, batch, THROTTLED);
    assertThat(ended).containsExactly("b1 Dropped", "a2 Dropped", "a1 Dropped");
  }

  @Test
  void recordsAreDrainedInTheOrderInWhichTheyCame() {
    Lane lane = lane(3, null, Ordering.STRICT);
    put("a1", "b1", "a2", "c1", "b2");
    Batch batch = sent(lane);
    answer(lane, batch, THROTTLED, OK, THROTTLED);
    put("a3");
    List<String> drained = new ArrayList<>();
    lane.drainTo(queued -> drained.add(text(queued.record)));
    assertThat(drained).containsExactly("a1", "a2", "c1", "b2", "a3");
  }

  @Test
  void theOldestMessageIsKnownWhereverItIs() {
    Lane lane = lane(1, null, Ordering.STRICT);
    assertThat(lane.oldestCreatedAtMillis()).isEqualTo(LaneInbox.NO_TIME);
    inbox.append(created("a", 5));
    assertThat(lane.oldestCreatedAtMillis()).as("not looked at yet").isEqualTo(5);
    Batch batch = sent(lane);
    inbox.append(created("b", 7));
    assertThat(lane.oldestCreatedAtMillis()).as("in flight").isEqualTo(5);
    answer(lane, batch, OK);
    assertThat(lane.oldestCreatedAtMillis()).isEqualTo(7);
  }

  private QueuedRecord created(String key, long millis) {
    return new QueuedRecord(new SinkRecord(key, null, new byte[1], millis, Origin.NONE), now);
  }
}
