package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Buffers that change their mode, or go, with records in them. */
final class BufferModeTest extends DiskBufferFixture {

  @Test
  void aDisabledActionKeepsWhatIsOnDisk() {
    service.down = true;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    submitNumbered(0, 100);
    driver.run(Duration.ofSeconds(1));
    put(disk(1 << 20, 100, Acknowledge.BUFFERED), false, null, Fallback.NONE);
    driver.run(Duration.ofSeconds(1));
    assertThat(runtime.metrics(ACTION).queuing()).isEqualTo(100);
    assertConserved();
    service.down = false;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    driver.run(LONG);
    assertThat(service.delivered).isEqualTo(numbered(0, 100));
    assertThat(runtime.metrics(ACTION).success()).isEqualTo(100);
  }

  @Test
  void aRemovedActionLeavesNothingBehind() throws IOException {
    service.down = true;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    submitNumbered(0, 100);
    driver.run(Duration.ofSeconds(1));
    runtime.removeAction(ACTION);
    assertThat(storage.directories()).isEmpty();
  }

  @Test
  void memoryOnlyEmptiesTheLogFirstAndKeepsTheOrder() throws IOException {
    service.down = true;
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    submitNumbered(0, 100);
    driver.run(Duration.ofSeconds(1));
    put(BufferSettings.memory(1 << 20));
    submitNumbered(100, 200);
    service.down = false;
    driver.run(LONG);
    submitNumbered(200, 210);
    driver.run(LONG);
    assertThat(service.delivered).isEqualTo(numbered(0, 210));
    assertThat(storage.directory("kinesis.a").directory("buffer").files()).isEmpty();
    assertConserved();
  }

  @Test
  void memoryBuffersMoveToDisk() {
    service.down = true;
    put(BufferSettings.memory(1 << 20));
    submitNumbered(0, 20);
    put(disk(1 << 20, 100, Acknowledge.BUFFERED));
    submitNumbered(20, 40);
    driver.run(Duration.ofSeconds(1));
    service.down = false;
    driver.run(LONG);
    assertThat(service.delivered).isEqualTo(numbered(0, 40));
    assertConserved();
  }

  @Test
  void offloadWritesOnlyWhatMemoryHasNoRoomFor() throws IOException {
    service.down = true;
    put(buffer(BufferMode.VOLATILE_OFFLOAD, 1 << 20, 100, Overflow.BACKPRESSURE));
    submitNumbered(0, 10);
    driver.run(Duration.ofSeconds(1));
    assertThat(runtime.undelivered()).isEqualTo(10);
    submitNumbered(10, 200);
    driver.run(Duration.ofSeconds(1));
    assertThat(runtime.undelivered()).isBetween(10L, 60L);
    service.down = false;
    driver.run(Duration.ofSeconds(60));
    assertThat(service.delivered).isEqualTo(numbered(0, 200));
    assertConserved();
  }
}
