package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens between a signal and the end of the process. */
class ShutdownIT {
  /** The JVM's exit code for SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MESSAGES = 300;

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void whatIsInMemoryAloneIsDeliveredBeforeTheEnd() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    kinesis.script().always(Fault.delay(Duration.ofMillis(2)));
    RunningTributary tributary = start(kinesis, "memory_only");
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "last-words")) {
      publishAll(tributary, publisher);
      tributary.program().terminate();
      assertThat(tributary.program().finished(PATIENCE).exitCode()).isEqualTo(TERMINATED);
    }
    NumberedMessages.storedBy(kinesis).assertOnceAndInOrder(Map.of("last-words", MESSAGES));
  }

  @Test
  void kinesisThatIsAwayDoesNotKeepTheProcessAndWhatIsLostIsTold() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    RunningTributary tributary = start(kinesis, "memory_only");
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "unheard")) {
      kinesis.stop();
      publishAll(tributary, publisher);
      tributary.program().terminate();
      Program.Finished ended = tributary.program().finished(PATIENCE);
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      assertThat(ended.out()).containsPattern("ERROR .*\\b" + MESSAGES + " records .* lost");
    }
  }

  @Test
  void whatIsOnDiskIsDeliveredByTheNextStart() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    RunningTributary tributary = start(kinesis, "disk");
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "patient")) {
      kinesis.stop();
      publishAll(tributary, publisher);
      tributary.program().terminate();
      Program.Finished ended = tributary.program().finished(PATIENCE);
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      assertThat(ended.out()).doesNotContain("ERROR");
    }
    kinesis.restart();
    RunningTributary next = start(kinesis, "disk");
    Await.until(
        () -> "everything is delivered: " + next.admin().counters(Configurations.ACTION),
        PATIENCE,
        () -> next.admin().counters(Configurations.ACTION).success() == MESSAGES);
    next.admin().counters(Configurations.ACTION).assertAllDelivered(MESSAGES);
    NumberedMessages.storedBy(kinesis).assertOnceAndInOrder(Map.of("patient", MESSAGES));
  }

  @Test
  void clientsAreToldThatTheServerShutsDown() {
    RunningTributary tributary = bench.tributary("");
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "still-there")) {
      tributary.program().terminate();
      Await.until("the client is disconnected", () -> publisher.disconnected().isPresent());
      assertThat(publisher.disconnected().orElseThrow())
          .isInstanceOfSatisfying(
              Mqtt5DisconnectException.class,
              e ->
                  assertThat(e.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5DisconnectReasonCode.SERVER_SHUTTING_DOWN));
    }
    assertThat(tributary.program().finished(PATIENCE).exitCode()).isEqualTo(TERMINATED);
  }

  @Test
  void aSecondStartFindsPortsAndDataAsTheFirstLeftThem() {
    int mqttPort = bench.port();
    Map<String, String> samePort =
        Map.of("TRIBUTARY_LISTENERS__TCP__DEFAULT__BIND", "127.0.0.1:" + mqttPort);
    RunningTributary first = bench.tributary("", samePort);
    bench.closing(Publisher.connect(first.mqtt(), "first"));
    assertThat(first.stop().exitCode()).isEqualTo(TERMINATED);

    RunningTributary second = bench.tributary("", samePort);
    try (Publisher publisher = Publisher.connect(second.mqtt(), "second")) {
      publisher.publishAndWait("t/a", MqttQos.AT_LEAST_ONCE, "hello");
    }
  }

  private RunningTributary start(FakeKinesis kinesis, String bufferMode) {
    return bench.tributary(
        Configurations.pipeline(
            kinesis.endpoint(),
            "${clientid}",
            "ordering = strict",
            "resume_interval = 500ms, buffer_mode = " + bufferMode));
  }

  private static void publishAll(RunningTributary tributary, Publisher publisher) {
    assertThat(tributary.program().isAlive()).isTrue();
    for (int number = 0; number < MESSAGES; number++) {
      var _ =
          publisher.publish(
              "t/a", MqttQos.AT_LEAST_ONCE, NumberedMessages.payload(publisher.clientId(), number));
    }
    Await.until("all is acknowledged", () -> publisher.acknowledged() == MESSAGES);
  }
}
