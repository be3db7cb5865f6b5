package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Full buffers: who waits, who is told, and what makes room. */
final class BufferOverflowTest extends DiskBufferFixture {

  @Test
  void aFullBufferHoldsPublishersUntilSegmentsAreGone() {
    service.down = true;
    put(disk(2_000, 1 << 20, Acknowledge.BUFFERED));
    List<Heard> heard = new ArrayList<>();
    for (String text : numbered(0, 100)) {
      heard.add(submit(text));
    }
    driver.run(Duration.ofSeconds(2));
    assertThat(heard.getLast().events).containsExactly("expect");
    assertThat(runtime.actionHealth(ACTION).status()).isNotEqualTo(ResourceStatus.CONNECTED);
    service.down = false;
    driver.run(LONG);
    assertThat(heard).allMatch(each -> each.events.contains("held"));
    assertThat(service.delivered).isEqualTo(numbered(0, 100));
  }

  @Test
  void rejectTellsThePublisherAtOnce() {
    service.down = true;
    put(buffer(BufferMode.DISK, 2_000, 1 << 20, Overflow.REJECT));
    driver.settle();
    Heard last = submit("k");
    for (int i = 0; i < 100; i++) {
      last = submit("k" + i);
    }
    assertThat(last.events).containsExactly("expect", "Dropped", "refused QUOTA_EXCEEDED");
    assertConserved();
  }

  @Test
  void dropOldestMakesRoomForTheYoungest() {
    service.down = true;
    put(buffer(BufferMode.DISK, 4_000, 200, Overflow.DROP_OLDEST));
    List<Heard> heard = new ArrayList<>();
    for (String text : numbered(0, 300)) {
      heard.add(submit(text));
      driver.run(Duration.ofMillis(20));
    }
    driver.run(Duration.ofSeconds(2));
    assertThat(heard).allMatch(each -> each.events.contains("held"));
    assertConserved();
    service.down = false;
    driver.run(LONG);
    assertThat(service.delivered).isNotEmpty().endsWith("k299").doesNotContain("k100");
    ActionMetrics metrics = runtime.metrics(ACTION);
    assertThat(metrics.droppedQueueFull() + metrics.success()).isEqualTo(300);
  }

  @Test
  void dropOldestInMemoryMakesRoomToo() {
    service.down = true;
    put(buffer(BufferMode.MEMORY_ONLY, 400, 200, Overflow.DROP_OLDEST));
    List<Heard> heard = new ArrayList<>();
    for (String text : numbered(0, 300)) {
      heard.add(submit(text));
      driver.run(Duration.ofMillis(20));
    }
    driver.run(Duration.ofSeconds(2));
    service.down = false;
    driver.run(LONG);
    assertThat(heard).allMatch(each -> each.events.contains("held"));
    assertThat(service.delivered).isNotEmpty().endsWith("k299").doesNotContain("k100");
    assertConserved();
  }

  @Test
  void anImpatientPublisherIsLetGo() {
    service.down = true;
    put(disk(500, 1 << 20, Acknowledge.BUFFERED));
    driver.settle();
    Heard last = submit("k");
    for (int i = 0; i < 20; i++) {
      last = submit("k" + i, false);
    }
    assertThat(last.events).containsExactly("expect");
    last.impatient = true;
    driver.run(Duration.ofSeconds(2));
    assertThat(last.events).containsExactly("expect", "Dropped", "refused QUOTA_EXCEEDED");
    assertConserved();
  }
}
