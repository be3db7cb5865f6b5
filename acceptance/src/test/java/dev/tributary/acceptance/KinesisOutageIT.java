package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kinesis is away for ten seconds while clients go on publishing. */
class KinesisOutageIT {
  private static final Duration OUTAGE = Duration.ofSeconds(10);

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void nothingIsLostOrReorderedAndTheStatusTellsWhy() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 4);
    RunningTributary tributary =
        bench.tributary(
            Configurations.pipeline(
                kinesis.endpoint(), "${topic}", "ordering = strict", "resume_interval = 500ms"));
    ActionHistory history = bench.closing(ActionHistory.watch(tributary.admin()));
    Load load = bench.closing(Load.start(tributary.mqtt(), 4, 200));
    Await.until("records arrive", () -> kinesis.storedCount() > 200);
    history.await("all is well", ActionHistory.Look::isConnected);

    int publishedBefore = load.total();
    kinesis.stop();
    long away = System.nanoTime();
    ActionHistory.Look down = history.await("the outage shows", look -> !look.isConnected());
    Await.until(
        "the outage has lasted", OUTAGE.multipliedBy(2), () -> since(away).compareTo(OUTAGE) >= 0);
    int publishedAfter = load.total();
    ActionHistory.Look late = history.await("a look at the end", _ -> true);
    kinesis.restart();

    history.await("the connector and the action are back", ActionHistory.Look::isConnected);
    int storedOnReturn = kinesis.storedCount();
    Await.until("new records arrive", () -> kinesis.storedCount() > storedOnReturn + 200);
    Map<String, Integer> published = load.finish();

    int messages = published.values().stream().mapToInt(Integer::intValue).sum();
    history.await("all is delivered", look -> look.counters().success() >= messages);
    tributary.admin().counters(Configurations.ACTION).assertAllDelivered(messages);
    NumberedMessages.storedBy(kinesis).assertInOrderWithOneRepeatPerKey(published);
    assertThat(publishedAfter - publishedBefore)
        .as("messages that were taken during the outage")
        .isGreaterThan(1_000);
    assertDown(down);
    assertDown(late);
    assertThat(late.counters().queuing() + late.counters().inflight()).isGreaterThan(1_000);
  }

  private static void assertDown(ActionHistory.Look look) {
    assertThat(List.of("disconnected", "connecting"))
        .as("status of %s", look)
        .containsAnyOf(look.connectorStatus(), look.actionStatus());
    assertThat(look.connectorReason() + look.actionReason())
        .as("reason of %s", look)
        .containsIgnoringCase("refused");
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
