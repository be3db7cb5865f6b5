package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.Fault;
import dev.tributary.testkit.Fault.RecordError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A stream that refuses some records of a batch and accepts those after them: nothing is lost, sent
 * twice or out of order, and the counters add up all the time.
 */
class ThrottledStreamIT {
  private static final int MESSAGES = 1_000;

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void refusedRecordsAreSentAgainBeforeTheLaterOnesOfTheirKey() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 4);
    AtomicInteger refused = new AtomicInteger();
    // Every third record of a batch, at other places in each batch.
    kinesis
        .script()
        .perRequest(_ ->
            Fault.records((request, index, _, _) ->
                (request + index) % 3 == 0
                    ? refusal(refused.incrementAndGet())
                    : Optional.empty()));
    RunningTributary tributary = start(kinesis);

    Map<String, Integer> published = publish(tributary);

    int messages = published.values().stream().mapToInt(Integer::intValue).sum();
    Await.until(
        () -> "%d records are stored; %d are".formatted(messages, kinesis.storedCount()),
        Duration.ofMinutes(2),
        () -> kinesis.storedCount() >= messages);
    RestClient rest = tributary.admin();
    Await.until(
        "all answers are counted",
        () -> rest.counters(Configurations.ACTION).success() >= messages);
    NumberedMessages.storedBy(kinesis).assertOnceAndInOrder(published);
    assertThat(kinesis.peakInflightOfAnyKey()).isEqualTo(1);
    ActionCounters counters = rest.counters(Configurations.ACTION);
    counters.assertAllDelivered(messages);
    assertThat(refused.get()).as("refusals").isPositive();
    assertThat(counters.retried()).isPositive().isLessThanOrEqualTo(refused.get());
  }

  @Test
  void aThrottledRequestIsSentAgainWhole() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    kinesis
        .script()
        .next(
            Fault.throttleRequest(),
            Fault.internalFailure(),
            Fault.serviceUnavailable(),
            Fault.throttleRequest());
    RunningTributary tributary = start(kinesis);

    Map<String, Integer> published = publish(tributary);

    int messages = published.values().stream().mapToInt(Integer::intValue).sum();
    RestClient rest = tributary.admin();
    Await.until(
        () -> "all is delivered: " + rest.counters(Configurations.ACTION),
        Duration.ofMinutes(2),
        () -> rest.counters(Configurations.ACTION).success() >= messages);
    assertThat(kinesis.script().left()).as("faults that no request met").isZero();
    NumberedMessages.storedBy(kinesis).assertOnceAndInOrder(published);
    rest.counters(Configurations.ACTION).assertAllDelivered(messages);
  }

  private RunningTributary start(FakeKinesis kinesis) {
    return bench.tributary(
        Configurations.pipeline(
            kinesis.endpoint(), "${topic}", "ordering = strict", "resume_interval = 100ms"));
  }

  private Map<String, Integer> publish(RunningTributary tributary) {
    try (ActionHistory history = ActionHistory.watch(tributary.admin());
        Load load = Load.start(tributary.mqtt(), 4, 500)) {
      Await.until("enough is published", () -> load.total() >= MESSAGES);
      Map<String, Integer> published = load.finish();
      history.check();
      return published;
    }
  }

  private static Optional<RecordError> refusal(int count) {
    return Optional.of(count % 5 == 0 ? RecordError.INTERNAL_FAILURE : RecordError.THROTTLED);
  }
}
