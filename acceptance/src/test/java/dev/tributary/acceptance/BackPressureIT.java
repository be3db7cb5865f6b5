package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.StoredRecord;
import java.time.Duration;
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

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void publishersWaitWhileTheBufferIsFullAndNothingIsLost() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    RunningTributary tributary =
        bench.tributary(
            Configurations.pipeline(
                kinesis.endpoint(),
                "${clientid}",
                "ordering = batch",
                "max_buffer_bytes = 64KB, resume_interval = 200ms"));
    RestClient rest = tributary.admin();
    ActionHistory history = bench.closing(ActionHistory.watch(rest));
    history.await("all is well", ActionHistory.Look::isConnected);
    kinesis.stop();

    Publisher held = bench.closing(Publisher.connect(tributary.mqtt(), "held"));
    CompletableFuture<Void> all;
    try (ExecutorService thread = bench.closing(Executors.newVirtualThreadPerTaskExecutor())) {
      all = CompletableFuture.runAsync(() -> publishAll(held), thread);
      history.await(
          "the buffer is full",
          look -> look.counters().queuingBytes() > BUFFER_BYTES - 2 * MESSAGE_BYTES);
      // Others get their acknowledgements: the broker itself is not held up.
      try (Publisher other = Publisher.connect(tributary.mqtt(), "other")) {
        other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "not for Kinesis");
      }
      assertThat(held.acknowledged()).isLessThanOrEqualTo(BUFFER_BYTES / MESSAGE_BYTES);
      ActionCounters full = rest.counters(Configurations.ACTION).assertBalanced();
      assertThat(full.queuingBytes()).isLessThanOrEqualTo(BUFFER_BYTES);
      assertThat(full.dropped()).isZero();
      assertThat(full.failed()).isZero();

      kinesis.restart();
      Await.until(
          () -> "everything is acknowledged; %d are".formatted(held.acknowledged()),
          Duration.ofSeconds(60),
          () -> held.acknowledged() == MESSAGES);
      all.join();
    }
    history.await("everything is delivered", look -> look.counters().success() == MESSAGES);
    rest.counters(Configurations.ACTION).assertAllDelivered(MESSAGES);
    List<String> expected = IntStream.range(0, MESSAGES).mapToObj(BackPressureIT::message).toList();
    assertThat(kinesis.stored("held")).extracting(StoredRecord::text).isEqualTo(expected);
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
