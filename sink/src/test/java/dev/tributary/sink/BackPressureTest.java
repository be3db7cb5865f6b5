package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole runtime, driven by hand: what publishers hear, and what is counted. */
final class BackPressureTest {

  private static final String CONNECTOR = "kinesis:c";
  private static final String ACTION = "kinesis:a";

  private final HandDriver driver = new HandDriver(1);
  private final SinkRuntime runtime = new SinkRuntime(driver.environment());
  private final Service service = new Service();

  @BeforeEach
  void connector() {
    runtime.putConnector(CONNECTOR, ConnectorSettings.defaults(), Service::new);
  }

  private void action(long bufferBytes, boolean enable) {
    ActionSettings d = ActionSettings.defaults();
    runtime.putAction(
        ACTION,
        CONNECTOR,
        new ActionSettings(
            enable,
            10,
            Duration.ZERO,
            BufferSettings.memory(bufferBytes),
            100,
            2,
            null,
            Ordering.STRICT,
            Duration.ofSeconds(1),
            Duration.ZERO,
            d.healthCheckTimeout(),
            Duration.ofSeconds(1),
            null),
        _ -> service);
  }

  private Heard submit(String key, int bytes) {
    Heard heard = new Heard();
    runtime
        .action(ACTION)
        .orElseThrow()
        .submit(new SinkRecord(key, null, new byte[bytes], 0, heard), heard);
    return heard;
  }

  @Test
  void aFullBufferWithholdsTheReceiptUntilThereIsRoom() {
    action(100, true);
    service.missing = true;
    driver.settle();
    Heard first = submit("a", 59);
    Heard second = submit("a", 59);
    Heard third = submit("b", 1);
    assertThat(first.events).containsExactly("expect", "held");
    assertThat(second.events).containsExactly("expect");
    assertThat(third.events).as("everybody waits behind who waits").containsExactly("expect");
    assertThat(runtime.metrics(ACTION).queuing()).isEqualTo(3);
    service.missing = false;
    driver.run(Duration.ofSeconds(2));
    assertThat(second.events).containsExactly("expect", "held", "Delivered");
    assertThat(third.events).containsExactly("expect", "held", "Delivered");
    assertThat(service.sent).startsWith("a59").endsWith("a59", "b1");
  }

  @Test
  void aRecordLargerThanTheBufferIsAdmittedAlone() {
    action(10, true);
    assertThat(submit("a", 100).events).contains("held");
    Heard next = submit("b", 1);
    assertThat(next.events).containsExactly("expect");
    driver.run(Duration.ofSeconds(1));
    assertThat(next.events).contains("held");
  }

  @Test
  void whatCanNeverBeDeliveredFailsAloneAndIsHeld() {
    action(1 << 20, true);
    assertThat(submit("", 1).events).containsExactly("expect", "Failed", "held");
    assertThat(submit("k".repeat(257), 1).events).contains("Failed");
    assertThat(submit("\uD83D\uDE00".repeat(200), 1).events).doesNotContain("Failed");
    assertThat(submit("k", 1000).events).contains("Failed");
    assertThat(runtime.metrics(ACTION).failed()).isEqualTo(3);
  }

  @Test
  void aDisabledActionDropsAndExpectsNothing() {
    action(1 << 20, false);
    assertThat(submit("a", 1).events).containsExactly("Dropped");
    assertThat(runtime.metrics(ACTION).droppedResourceStopped()).isEqualTo(1);
    assertThat(runtime.actionHealth(ACTION).status()).isEqualTo(ResourceStatus.STOPPED);
  }

  @Test
  void removingAnActionDropsWhatIsQueuedAndRefusesWhoWaits() {
    action(50, true);
    service.missing = true;
    driver.settle();
    Heard queued = submit("a", 40);
    Heard waiting = submit("a", 40);
    runtime.removeAction(ACTION);
    assertThat(queued.events).containsExactly("expect", "held", "Dropped");
    assertThat(waiting.events)
        .containsExactly("expect", "Dropped", "refused action kinesis:a was stopped");
    assertThat(runtime.action(ACTION)).isEmpty();
  }

  @Test
  void aStoppedConnectorKeepsTheRecordsOfItsActions() {
    action(1 << 20, true);
    runtime.stopConnector(CONNECTOR);
    Heard heard = submit("a", 1);
    driver.run(Duration.ofSeconds(5));
    assertThat(heard.events).containsExactly("expect", "held");
    assertThat(runtime.connectorHealth(CONNECTOR).status()).isEqualTo(ResourceStatus.STOPPED);
    assertThat(runtime.actionHealth(ACTION))
        .isEqualTo(Health.disconnected("connector kinesis:c is stopped; start it"));
    assertThat(runtime.metrics(ACTION).retried()).isZero();
    runtime.startConnector(CONNECTOR);
    driver.run(Duration.ofSeconds(1));
    assertThat(heard.events).endsWith("Delivered");
  }

  @Test
  void resettingForgetsWhatHasEndedOnly() {
    action(1 << 20, true);
    submit("a", 1);
    driver.run(Duration.ofSeconds(1));
    service.missing = true;
    driver.run(Duration.ofSeconds(2));
    submit("a", 1);
    runtime.resetMetrics(ACTION);
    ActionMetrics m = runtime.metrics(ACTION);
    assertThat(m.success()).isZero();
    assertThat(m.matched()).isEqualTo(1);
    assertThat(m.queuing()).isEqualTo(1);
    service.missing = false;
    driver.run(Duration.ofSeconds(2));
    assertThat(runtime.metrics(ACTION).success()).isEqualTo(1);
  }

  @Test
  void aFactoryThatThrowsIsAReasonAndNotAnError() {
    runtime.putConnector(
        "kinesis:bad",
        ConnectorSettings.defaults(),
        () -> {
          throw new IllegalArgumentException("endpoint is 'x'; it must be http[s]://host[:port]");
        });
    assertThat(runtime.connectorHealth("kinesis:bad").status())
        .isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(runtime.connectorHealth("kinesis:bad").reason()).contains("endpoint is 'x'");
    assertThatThrownBy(() -> runtime.connectorHealth("kinesis:none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kinesis:none");
  }

  @Test
  void ratesAreTakenOnceASecond() {
    action(1 << 20, true);
    driver.run(Duration.ofSeconds(1));
    for (int i = 0; i < 50; i++) {
      submit("k" + i, 1);
    }
    driver.run(Duration.ofSeconds(1));
    assertThat(runtime.metrics(ACTION).rate()).isEqualTo(50);
    driver.run(Duration.ofSeconds(9));
    ActionMetrics m = runtime.metrics(ACTION);
    assertThat(m.rate()).isZero();
    assertThat(m.rateMax()).isEqualTo(50);
    assertThat(m.rateLast5m()).isBetween(4.0, 6.0);
  }

  private static final class Heard implements Receipt, Origin {
    final List<String> events = new ArrayList<>();

    @Override
    public void expect() {
      events.add("expect");
    }

    @Override
    public void held() {
      events.add("held");
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      events.add("refused " + reason);
    }

    @Override
    public void finished(Outcome outcome) {
      events.add(outcome.getClass().getSimpleName());
    }
  }

  private static final class Service implements Delivery, Connector {
    final List<String> sent = new ArrayList<>();
    boolean missing;

    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      if (missing) {
        return new BatchOutcome.Hold("ResourceNotFoundException", "create it");
      }
      batch.forEach(r -> sent.add(r.partitionKey() + r.data().length));
      return new BatchOutcome.PerRecord(
          batch.stream().map(_ -> (Outcome) new Outcome.Delivered("s", "1")).toList());
    }

    @Override
    public Health check() {
      return missing ? Health.disconnected("missing") : Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(500, 1 << 20, 1000, 256);
    }

    @Override
    public void close() {}
  }
}
