package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a buffer on disk promises: to publishers, over restarts, and when the disk fails. */
final class DiskBufferTest extends DiskBufferFixture {

  @Test
  void thePublisherHearsOfARecordWhenItIsOnDisk() {
    service.down = true;
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    driver.settle();
    Heard awaited = submit("a1");
    Heard unawaited = submit("b1", false);
    assertThat(awaited.events).containsExactly("expect");
    assertThat(unawaited.events).containsExactly("expect", "held");
    driver.run(Duration.ofMillis(5));
    assertThat(awaited.events).containsExactly("expect", "held");
  }

  @Test
  void thePublisherMayWaitForTheDelivery() {
    service.down = true;
    put(disk(1 << 20, 1 << 20, Acknowledge.DELIVERED));
    Heard heard = submit("a1");
    driver.run(Duration.ofSeconds(1));
    assertThat(heard.events).containsExactly("expect");
    service.down = false;
    driver.run(LONG);
    assertThat(heard.events).containsExactly("expect", "Delivered", "held");
  }

  @Test
  void whatWasWrittenIsDeliveredByTheNextRunInOrder() {
    service.down = true;
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    submitNumbered(0, 50);
    driver.run(Duration.ofMillis(50));
    driver.crash();
    service.down = false;
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    driver.run(LONG);
    assertThat(service.delivered).isEqualTo(numbered(0, 50));
    assertThat(runtime.metrics(ACTION).matched()).isEqualTo(50);
    assertThat(runtime.metrics(ACTION).success()).isEqualTo(50);
  }

  @Test
  void anOrderlyStopForgetsNothingAndRepeatsNothing() {
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    submitNumbered(0, 20);
    driver.run(LONG);
    service.down = true;
    submitNumbered(20, 40);
    driver.run(Duration.ofMillis(50));
    runtime.close();
    service.down = false;
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    driver.run(LONG);
    assertThat(service.delivered).isEqualTo(numbered(0, 40));
  }

  @Test
  void whatHasNoRoomInMemoryComesBackFromDiskInOrder() {
    service.down = true;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    List<Heard> heard = new ArrayList<>();
    for (String text : numbered(0, 500)) {
      heard.add(submit(text));
    }
    driver.run(Duration.ofSeconds(1));
    assertThat(heard).allMatch(each -> each.events.contains("held"));
    assertConserved();
    service.down = false;
    driver.run(Duration.ofSeconds(60));
    assertThat(service.delivered).isEqualTo(numbered(0, 500));
    assertThat(runtime.metrics(ACTION).queuingBytes()).isZero();
  }

  @Test
  void aDiskThatFailsAcknowledgesNothingAndSaysSo() {
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    driver.settle();
    storage.failing = true;
    Heard first = submit("a1");
    driver.run(Duration.ofSeconds(1));
    Heard second = submit("a2");
    driver.run(Duration.ofSeconds(1));
    assertThat(first.events).containsExactly("expect");
    assertThat(second.events).containsExactly("expect");
    Health health = runtime.actionHealth(ACTION);
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("No space left").contains("publishers are held back");
    storage.failing = false;
    driver.run(LONG);
    assertThat(service.delivered).containsExactly("a1", "a2");
    assertThat(second.events).contains("held");
    assertThat(runtime.actionHealth(ACTION).status()).isEqualTo(ResourceStatus.CONNECTED);
  }

  @Test
  void aDirectoryThatCannotBeOpenedHoldsPublishers() {
    storage.failing = true;
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED));
    Heard heard = submit("a1");
    driver.run(Duration.ofSeconds(1));
    assertThat(heard.events).containsExactly("expect");
    storage.failing = false;
    driver.run(LONG);
    assertThat(service.delivered).containsExactly("a1");
  }

  @Test
  void aRecordThatIsDamagedOnDiskIsCountedAndTheOthersArrive() throws IOException {
    service.down = true;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    for (String text : numbered(100, 300)) {
      submit(text + " ".repeat(3_000)); // more than is read at once
    }
    driver.run(Duration.ofSeconds(1));
    try (Stream<Path> files = Files.walk(directory)) {
      Path segment =
          files.filter(file -> file.toString().endsWith(".segment")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length - 1] ^= 1;
      Files.write(segment, bytes, StandardOpenOption.WRITE);
    }
    service.down = false;
    driver.run(Duration.ofSeconds(60));
    ActionMetrics metrics = runtime.metrics(ACTION);
    assertThat(service.delivered.stream().map(String::strip).toList())
        .isEqualTo(numbered(100, 299));
    assertThat(metrics.droppedOther()).isEqualTo(1);
    assertThat(metrics.queuing()).isZero();
    assertConserved();
  }
}
