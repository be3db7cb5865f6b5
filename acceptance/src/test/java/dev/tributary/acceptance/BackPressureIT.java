package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A full buffer holds its publishers instead of dropping, and holds nobody else. */
class BackPressureIT {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MESSAGE_BYTES = 1024;
  private static final int MESSAGES = 300;

  /** {@code mqtt.max_inflight} as shipped. */
  private static final int RECEIVE_MAXIMUM = 32;

  @RegisterExtension final Workbench bench = new Workbench();

  private FakeKinesis kinesis;
  private RunningTributary tributary;
  private RestClient rest;
  private ActionHistory history;

  private void startAndTakeKinesisAway(String qos0HoldMax) {
    startAndTakeKinesisAway(qos0HoldMax, "backpressure");
  }

  private void startAndTakeKinesisAway(String qos0HoldMax, String overflow) {
    kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    String pipeline =
        Configurations.pipeline(
            kinesis.endpoint(),
            "${clientid}",
            "ordering = batch",
            "max_buffer_bytes = 64KB, resume_interval = 200ms, overflow = " + overflow);
    tributary = bench.tributary(pipeline + "mqtt.max_qos0_hold = " + qos0HoldMax + "\n");
    rest = tributary.admin();
    history = bench.closing(ActionHistory.watch(rest));
    history.await("all is well", ActionHistory.Look::isConnected);
    kinesis.stop();
  }

  @Test
  void publishersWaitWhileTheBufferIsFullAndNothingIsLost() {
    startAndTakeKinesisAway("10s");
    Publisher held = bench.closing(Publisher.connect(tributary.mqtt(), "held"));
    CompletableFuture<Void> all;
    try (ExecutorService thread = bench.closing(Executors.newVirtualThreadPerTaskExecutor())) {
      all = CompletableFuture.runAsync(() -> publishAll(held), thread);
      history.await("the buffer is full", BackPressureIT::isFull);
      // Others get their acknowledgements: the broker itself is not held up.
      try (Publisher other = Publisher.connect(tributary.mqtt(), "other")) {
        other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "not for Kinesis");
      }
      assertThat(held.acknowledged()).isLessThanOrEqualTo(BUFFER_BYTES / MESSAGE_BYTES);
      ActionCounters full = rest.counters(Configurations.ACTION).assertBalanced();
      // What waits outside of the buffer counts too: at most what a publisher may have
      // unacknowledged.
      assertThat(full.queuingBytes())
          .isLessThanOrEqualTo(BUFFER_BYTES + RECEIVE_MAXIMUM * 2 * MESSAGE_BYTES);
      assertThat(full.dropped()).isZero();
      assertThat(full.failed()).isZero();

      kinesis.restart();
      Await.until(
          () -> "everything is acknowledged; %d are".formatted(held.acknowledged()),
          Duration.ofMinutes(2),
          () -> held.acknowledged() == MESSAGES);
      all.join();
    }
    history.await("everything is delivered", look -> look.counters().success() == MESSAGES);
    rest.counters(Configurations.ACTION).assertAllDelivered(MESSAGES);
    List<String> expected = IntStream.range(0, MESSAGES).mapToObj(BackPressureIT::message).toList();
    assertThat(kinesis.stored("held")).extracting(StoredRecord::text).isEqualTo(expected);
  }

  @Test
  void aHeldPublisherThatGoesAwayLeavesNothingBehind() throws Exception {
    startAndTakeKinesisAway("10s");
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      // CONNECT, MQTT 5.0, clean start, client identifier "raw".
      connection.send("10 10 00044D515454 05 02 003C 00 0003726177").packet();
      // PUBLISH, QoS 1, topic "t/held", packet identifiers from 1, no properties.
      HexFormat hex = HexFormat.of();
      for (int number = 0; number < MESSAGES; number++) {
        byte[] body = message(number).getBytes(StandardCharsets.UTF_8);
        connection.send("32 8B08 0006742F68656C64" + hex.toHexDigits((short) (number + 1)) + "00");
        connection.send(body);
      }
      history.await("the buffer is full", BackPressureIT::isFull);
    }
    Publisher next = bench.closing(Publisher.connect(tributary.mqtt(), "next"));
    kinesis.restart();
    history.await(
        "nothing is left",
        look -> look.counters().queuing() == 0 && look.counters().inflight() == 0);
    next.publishAndWait("t/held", MqttQos.AT_LEAST_ONCE, "after");
    history.await("the next is delivered", _ -> !kinesis.stored("next").isEmpty());
    history.await("it is counted", look -> look.counters().success() == look.counters().matched());
    ActionCounters counters = rest.counters(Configurations.ACTION);
    counters.assertAllDelivered(counters.matched());
    int kept = kinesis.stored("raw").size();
    assertThat(kept).isGreaterThan(BUFFER_BYTES / MESSAGE_BYTES / 2);
    assertThat(kinesis.stored("raw"))
        .extracting(StoredRecord::text)
        .isEqualTo(IntStream.range(0, kept).mapToObj(BackPressureIT::message).toList());
  }

  @Test
  void aRefusedPublisherOfMqtt3IsDisconnectedAndSendsAgain() throws Exception {
    startAndTakeKinesisAway("10s", "reject");
    // CONNECT, MQTT 3.1.1, client identifier "old"; no clean session.
    String connect = "10 0F 00044D515454 04 00 003C 00036F6C64";
    int acknowledged;
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      connection.send(connect).packet();
      for (int number = 0; number < MESSAGES; number++) {
        publishRaw(connection, number);
      }
      acknowledged = connection.untilClosed().length / 4; // PUBACK
    }
    assertThat(acknowledged).isBetween(1, MESSAGES - 1);
    kinesis.restart();
    // As such clients do: until there is room it is refused again.
    Await.until(
        "the next message is acknowledged",
        Duration.ofMinutes(2),
        () -> {
          try (RawConnection connection = new RawConnection(tributary.mqtt())) {
            connection.send(connect).packet();
            publishRaw(connection, acknowledged);
            connection.send("E0 00"); // DISCONNECT
            return connection.untilClosed().length == 4;
          }
        });
    history.await(
        "all that was acknowledged is delivered", _ -> kinesis.stored("old").size() > acknowledged);
    List<String> expected =
        IntStream.rangeClosed(0, acknowledged).mapToObj(BackPressureIT::message).toList();
    assertThat(kinesis.stored("old")).extracting(StoredRecord::text).containsAll(expected);
    assertThat(rest.counters(Configurations.ACTION).dropped()).isPositive();
  }

  /** PUBLISH of MQTT 3, QoS 1, topic "t/held", packet identifiers from 1. */
  private static void publishRaw(RawConnection connection, int number) throws Exception {
    connection.send("32 8A08 0006742F68656C64" + HexFormat.of().toHexDigits((short) (number + 1)));
    connection.send(message(number).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPublisherWithoutAcknowledgementsIsNotReadWhileTheBufferIsFull() {
    startAndTakeKinesisAway("1h");
    int messages = 5_000;
    CompletableFuture<Void> all = flood(messages);
    history.await("the buffer is full", BackPressureIT::isFull);
    try (Publisher other = Publisher.connect(tributary.mqtt(), "other")) {
      other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "not for Kinesis");
    }
    ActionHistory.Look held = history.await("a look while it is held", _ -> true);
    // Beyond the buffer only what one read of the socket had brought; the rest stays with the
    // sender.
    assertThat(held.counters().queuingBytes()).isLessThan(1024L * 1024);
    assertThat(held.counters().dropped()).isZero();

    kinesis.restart();
    all.join();
    Await.until(
        () -> "everything is stored; %d records are".formatted(kinesis.storedCount()),
        Duration.ofMinutes(2),
        () -> kinesis.storedCount() == messages);
    history.await("everything is counted", look -> look.counters().success() == messages);
    rest.counters(Configurations.ACTION).assertAllDelivered(messages);
    assertThat(kinesis.stored("flood"))
        .extracting(StoredRecord::text)
        .isEqualTo(IntStream.range(0, messages).mapToObj(BackPressureIT::message).toList());
  }

  @Test
  void withoutAcknowledgementsWhatWaitsForTooLongIsDroppedAndCounted() {
    startAndTakeKinesisAway("500ms");
    int messages = 5_000;
    flood(messages).join();
    history.await("some are dropped", look -> look.counters().dropped() > 0);
    kinesis.restart();
    history.await(
        "the others are delivered",
        look -> look.counters().success() + look.counters().dropped() == messages);
    ActionCounters ended = rest.counters(Configurations.ACTION).assertBalanced();
    assertThat(ended.failed() + ended.lateReply() + ended.queuing()).isZero();
    assertThat(kinesis.stored("flood")).hasSize((int) ended.success());
    assertThat(kinesis.stored("flood").getFirst().text()).isEqualTo(message(0));
  }

  private CompletableFuture<Void> flood(int messages) {
    Publisher flood = bench.closing(Publisher.connect(tributary.mqtt(), "flood"));
    ExecutorService thread = bench.closing(Executors.newVirtualThreadPerTaskExecutor());
    return CompletableFuture.runAsync(
        () -> {
          for (int number = 0; number < messages; number++) {
            var _ = flood.publish("t/flood", MqttQos.AT_MOST_ONCE, message(number));
          }
        },
        thread);
  }

  /** The files of the buffer hold topic, client and rule too, which do not count here. */
  private static boolean isFull(ActionHistory.Look look) {
    return look.counters().queuingBytes() > BUFFER_BYTES - 8 * MESSAGE_BYTES;
  }

  private static void publishAll(Publisher publisher) {
    for (int number = 0; number < MESSAGES; number++) {
      var _ = publisher.publish("t/held", MqttQos.AT_LEAST_ONCE, message(number));
    }
  }

  private static String message(int number) {
    String start = number + " ";
    return start + "x".repeat(MESSAGE_BYTES - start.length());
  }
}
