package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An action with a buffer on disk behind the front door of the runtime, its loops driven by hand.
 */
abstract class DiskBufferFixture {

  static final String ACTION = "kinesis:a";
  private static final String CONNECTOR = "kinesis:c";
  static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path directory;

  final HandDriver driver = new HandDriver(1);
  final Service service = new Service();
  FullDisk storage;
  SinkRuntime runtime;

  @BeforeEach
  final void start() {
    storage = new FullDisk(new DirectoryStorage(directory));
    runtime = runtime();
  }

  SinkRuntime runtime() {
    SinkRuntime fresh = new SinkRuntime(driver.environment(storage));
    fresh.putConnector(CONNECTOR, ConnectorSettings.defaults(), NoConnector::new);
    return fresh;
  }

  static BufferSettings disk(long bytes, long memory, Acknowledge acknowledge) {
    return new BufferSettings(
        BufferMode.DISK, bytes, memory, 16 << 20, acknowledge, Overflow.BACKPRESSURE);
  }

  static BufferSettings buffer(BufferMode mode, long bytes, long memory, Overflow full) {
    return new BufferSettings(mode, bytes, memory, 16 << 20, Acknowledge.BUFFERED, full);
  }

  void put(BufferSettings buffer) {
    put(buffer, true, null, Fallback.NONE);
  }

  void put(
      BufferSettings buffer,
      boolean enable,
      @Nullable DeadLetterSettings deadLetter,
      Fallback fallback) {
    ActionSettings d = ActionSettings.defaults();
    ActionSettings settings =
        new ActionSettings(
            enable,
            10,
            Duration.ZERO,
            buffer,
            100,
            2,
            null,
            Ordering.STRICT,
            Duration.ofSeconds(1),
            Duration.ZERO,
            d.healthCheckTimeout(),
            Duration.ofSeconds(1),
            deadLetter);
    runtime.putAction(ACTION, CONNECTOR, settings, _ -> service, fallback);
  }

  Heard submit(String text) {
    return submit(text, true);
  }

  Heard submit(String text, boolean awaited) {
    Heard heard = new Heard(awaited);
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    runtime
        .action(ACTION)
        .orElseThrow()
        .submit(new SinkRecord(text.substring(0, 1), null, data, 0, heard), heard);
    return heard;
  }

  void submitNumbered(int from, int to) {
    for (int i = from; i < to; i++) {
      submit("k" + i);
    }
  }

  static List<String> numbered(int from, int to) {
    List<String> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add("k" + i);
    }
    return all;
  }

  void assertConserved() {
    ActionMetrics m = runtime.metrics(ACTION);
    assertThat(m.matched())
        .isEqualTo(
            m.success() + m.failed() + m.dropped() + m.lateReply() + m.inflight() + m.queuing());
  }

  static final class Heard implements Receipt, Origin {
    final List<String> events = new ArrayList<>();
    final boolean awaited;
    boolean impatient;

    Heard(boolean awaited) {
      this.awaited = awaited;
    }

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
      events.add("refused " + refusal);
    }

    @Override
    public boolean isAwaited() {
      return awaited;
    }

    @Override
    public boolean isImpatient() {
      return impatient;
    }

    @Override
    public void finished(Outcome outcome) {
      events.add(outcome.getClass().getSimpleName());
    }
  }

  static final class NoConnector implements Connector {
    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public void close() {}
  }

  static final class Service implements Delivery {
    final List<String> delivered = new ArrayList<>();
    boolean down;
    boolean poison;

    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      if (down) {
        return new BatchOutcome.RetryAll("Down", "the service is down", Duration.ZERO);
      }
      if (poison) {
        return new BatchOutcome.Invalid("ValidationException", "bad");
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (SinkRecord record : batch) {
        delivered.add(new String(record.data(), StandardCharsets.UTF_8));
        outcomes.add(new Outcome.Delivered("shardId-000000000000", "1"));
      }
      return new BatchOutcome.PerRecord(outcomes);
    }

    @Override
    public Health check() {
      return down ? Health.connecting("down") : Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(500, 1 << 20, 1 << 20, 256);
    }

    @Override
    public void close() {}
  }
}
