package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buffers on disk behind the front door of the runtime, with loops driven by hand. */
final class DiskBufferTest {

  private static final String ACTION = "kinesis:a";
  private static final String CONNECTOR = "kinesis:c";
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path directory;

  private final HandDriver driver = new HandDriver(1);
  private final Service service = new Service();
  private Failing storage;
  private SinkRuntime runtime;

  @BeforeEach
  void start() {
    storage = new Failing(new DirectoryStorage(directory));
    runtime = runtime();
  }

  private SinkRuntime runtime() {
    SinkRuntime fresh = new SinkRuntime(driver.environment(storage));
    fresh.putConnector(CONNECTOR, ConnectorSettings.defaults(), NoConnector::new);
    return fresh;
  }

  private static BufferSettings disk(long bytes, long memory, Acknowledge acknowledge) {
    return new BufferSettings(
        BufferMode.DISK, bytes, memory, 16 << 20, acknowledge, Overflow.BACKPRESSURE);
  }

  private static BufferSettings buffer(BufferMode mode, long bytes, long memory, Overflow full) {
    return new BufferSettings(mode, bytes, memory, 16 << 20, Acknowledge.BUFFERED, full);
  }

  private void put(BufferSettings buffer) {
    put(buffer, true, null, Fallback.NONE);
  }

  private void put(
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

  private Heard submit(String text) {
    return submit(text, true);
  }

  private Heard submit(String text, boolean awaited) {
    Heard heard = new Heard(awaited);
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    runtime
        .action(ACTION)
        .orElseThrow()
        .submit(new SinkRecord(text.substring(0, 1), null, data, 0, heard), heard);
    return heard;
  }

  private void submitNumbered(int from, int to) {
    for (int i = from; i < to; i++) {
      submit("k" + i);
    }
  }

  private static List<String> numbered(int from, int to) {
    List<String> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add("k" + i);
    }
    return all;
  }

  private void assertConserved() {
    ActionMetrics m = runtime.metrics(ACTION);
    assertThat(m.matched())
        .isEqualTo(
            m.success() + m.failed() + m.dropped() + m.lateReply() + m.inflight() + m.queuing());
  }

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

  @Test
  void aRecordIsForgottenOnlyWhenItsFallbackHoldsIt() {
    service.poison = true;
    List<Receipt> taken = new ArrayList<>();
    Fallback fallback =
        (_, _, receipt) -> {
          receipt.expect();
          taken.add(receipt);
        };
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    submit("a1");
    driver.run(LONG);
    assertThat(taken).hasSize(1);
    driver.crash();
    taken.clear();
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    driver.run(LONG);
    assertThat(taken).hasSize(1);
    taken.getFirst().held();
    driver.run(LONG);
    driver.crash();
    taken.clear();
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    driver.run(LONG);
    assertThat(taken).isEmpty();
  }

  @Test
  void deadLettersAreKeptAndReplayed() throws IOException {
    service.poison = true;
    DeadLetterSettings letters = new DeadLetterSettings(1 << 20, Duration.ofDays(1));
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, letters, Fallback.NONE);
    submit("a1");
    submit("a2");
    driver.run(LONG);
    List<DeadLetter> dead = runtime.deadLetters(ACTION, 0, 10);
    assertThat(dead).extracting(DeadLetter::partitionKey).containsExactly("a", "a");
    assertThat(dead).extracting(DeadLetter::errorCode).containsOnly("ValidationException");
    service.poison = false;
    assertThat(runtime.replayDeadLetters(ACTION, List.of(dead.getFirst().id()))).isEqualTo(1);
    driver.run(LONG);
    assertThat(service.delivered).containsExactly("a1");
    assertThat(runtime.deadLetters(ACTION, 0, 10)).hasSize(1);
    assertThat(runtime.purgeDeadLetters(ACTION, List.of())).isEqualTo(1);
    assertThat(runtime.deadLetters(ACTION, 0, 10)).isEmpty();
  }

  private static final class Heard implements Receipt, Origin {
    final List<String> events = new ArrayList<>();
    private final boolean awaited;
    private boolean impatient;

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

  private static final class NoConnector implements Connector {
    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public void close() {}
  }

  private static final class Service implements Delivery {
    private final List<String> delivered = new ArrayList<>();
    private boolean down;
    private boolean poison;

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

  /** A disk that is full when told. */
  private static final class Failing implements Storage {
    private final Storage real;
    private final @Nullable Failing parent;
    private boolean failing;

    Failing(Storage real) {
      this(real, null);
    }

    private Failing(Storage real, @Nullable Failing parent) {
      this.real = real;
      this.parent = parent;
    }

    private void check() throws IOException {
      Failing top = this;
      while (top.parent != null) {
        top = top.parent;
      }
      if (top.failing) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public Storage directory(String name) {
      return new Failing(real.directory(name), this);
    }

    @Override
    public List<String> files() throws IOException {
      check();
      return real.files();
    }

    @Override
    public List<String> directories() throws IOException {
      return real.directories();
    }

    @Override
    public File create(String name) throws IOException {
      check();
      return new FailingFile(real.create(name));
    }

    @Override
    public File open(String name) throws IOException {
      return new FailingFile(real.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
      check();
      real.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
      real.delete(name);
    }

    @Override
    public void deleteAll() throws IOException {
      real.deleteAll();
    }

    @Override
    public void sync() throws IOException {
      check();
      real.sync();
    }

    private final class FailingFile implements File {
      private final File file;

      FailingFile(File file) {
        this.file = file;
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public void append(ByteBuffer bytes) throws IOException {
        check();
        file.append(bytes);
      }

      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public void sync() throws IOException {
        check();
        file.sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    }
  }
}
