package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The disk of the buffer is full while Kinesis is down. */
class SmallDiskIT {
  private static final long DISK_BYTES = 8L << 20;
  private static final long FILLER_BYTES = 4L << 20;
  private static final int PADDING_BYTES = 2_000;
  private static final int PUBLISHERS = 4;
  private static final int TOPICS_PER_PUBLISHER = 3;
  private static final int WINDOW = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @RegisterExtension final Workbench bench = new Workbench();

  private final List<StubbornPublisher> publishers = new ArrayList<>();

  @Test
  void publishersWaitForSpaceAndNothingAcknowledgedIsLost() throws IOException {
    Path data = Files.createDirectory(bench.folder().resolve("data"));
    SmallDisk disk = SmallDisk.on(bench, data, DISK_BYTES, FILLER_BYTES);
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 4);
    RunningTributary tributary = bench.tributary(disk.prefix(), configuration(kinesis));
    ActionHistory history = bench.closing(ActionHistory.watch(tributary.admin()));
    history.await("all is well", ActionHistory.Look::isConnected);
    kinesis.stop();
    startPublishers(tributary);

    int whenFull = awaitFull(history);
    try (Publisher other = Publisher.connect(tributary.mqtt(), "other")) {
      other.publishAndWait("elsewhere", MqttQos.AT_LEAST_ONCE, "not for Kinesis");
    }
    assertNothingLost(history);

    disk.free(tributary.program());
    Await.until(
        () ->
            "publishers go on when there is space; %d of their messages are acknowledged, %d were"
                .formatted(acknowledged(), whenFull),
        PATIENCE,
        () -> acknowledged() > whenFull + 2 * PUBLISHERS * WINDOW);
    awaitFull(history);
    assertNothingLost(history);

    // While they go on publishing, what becomes free is full again, and the status says so.
    kinesis.restart();
    Map<String, Integer> published = new HashMap<>();
    publishers.forEach(publisher -> published.putAll(publisher.finish()));
    RestClient rest = tributary.admin();
    Await.until(
        () -> "everything is delivered: " + rest.counters(Configurations.ACTION),
        PATIENCE,
        () -> {
          ActionCounters counters = rest.counters(Configurations.ACTION);
          return counters.queuing() + counters.inflight() == 0;
        });
    history.await("the action is back", ActionHistory.Look::isConnected);
    assertNothingLost(history);
    DeliveredCopies.in(kinesis).assertAllInOrder(published);
    assertThat(tributary.stop().exitCode()).isEqualTo(143);
  }

  private static String configuration(FakeKinesis kinesis) {
    return Configurations.pipeline(
        kinesis.endpoint(),
        "${topic}",
        "ordering = strict",
        """
        buffer_mode = disk, acknowledge = buffered, max_buffer_bytes = 1GB
        buffer_seg_bytes = 512KB, buffer_memory_bytes = 1MB, resume_interval = 200ms
        """);
  }

  private void startPublishers(RunningTributary tributary) {
    for (int i = 0; i < PUBLISHERS; i++) {
      publishers.add(
          bench
              .closing(
                  new StubbornPublisher(
                      tributary::mqtt,
                      "disk-" + i,
                      TOPICS_PER_PUBLISHER,
                      WINDOW,
                      PADDING_BYTES,
                      Duration.ofMillis(1)))
              .start());
    }
  }

  /** Until the status says that there is no space; returns how many messages were acknowledged. */
  private int awaitFull(ActionHistory history) {
    ActionHistory.Look full =
        history.await(
            "the status says that the disk is full",
            look -> !look.isConnected() && look.actionReason().contains("space"));
    assertThat(full.actionStatus()).isIn("connecting", "disconnected");
    publishers.forEach(StubbornPublisher::check);
    int acknowledged = acknowledged();
    assertThat(acknowledged).isPositive();
    // What is acknowledged is on the disk, which has no more room than this.
    assertThat((long) acknowledged * PADDING_BYTES).isLessThan(DISK_BYTES);
    return acknowledged;
  }

  private void assertNothingLost(ActionHistory history) {
    int acknowledged = acknowledged();
    ActionCounters counters = history.await("a look afterwards", _ -> true).counters();
    assertThat(counters.failed() + counters.dropped() + counters.lateReply()).isZero();
    assertThat(counters.matched()).isGreaterThanOrEqualTo(acknowledged);
  }

  private int acknowledged() {
    return publishers.stream().mapToInt(StubbornPublisher::acknowledged).sum();
  }
}
