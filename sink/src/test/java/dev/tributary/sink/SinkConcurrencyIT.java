package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads: publishers, lanes, readers of counters and an administrator, all at once. */
final class SinkConcurrencyIT {

  private static final String CONNECTOR = "kinesis:c";
  private static final String ACTION = "kinesis:a";
  private static final int PUBLISHERS = 4;
  private static final int EACH = 20_000;
  private static final int KEYS_EACH = 50;

  private final SinkRuntime runtime = new SinkRuntime(SinkEnvironment.system(Storage.none()));
  private final Map<String, Integer> lastOfKey = new ConcurrentHashMap<>();
  private final AtomicInteger disorder = new AtomicInteger();
  private final CountDownLatch finished = new CountDownLatch(PUBLISHERS * EACH);
  private final AtomicLong held = new AtomicLong();

  @AfterEach
  void stop() {
    runtime.close();
  }

  @Test
  void countersBalanceAtEveryInstantAndKeysKeepTheirOrder() throws InterruptedException {
    runtime.putConnector(CONNECTOR, ConnectorSettings.defaults(), Service::new);
    putAction(8);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<ActionMetrics> unbalanced = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < PUBLISHERS; p++) {
      int publisher = p;
      threads.add(Thread.ofPlatform().start(() -> publish(publisher)));
    }
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                ActionMetrics m = runtime.metrics(ACTION);
                if (!balances(m)) {
                  unbalanced.set(m);
                }
              }
            });
    for (int lanes = 1; lanes <= 16; lanes *= 2) {
      putAction(lanes);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    boolean all = finished.await(60, TimeUnit.SECONDS);
    done.set(true);
    reader.join();
    assertThat(all).as("all records end; left: %s", runtime.metrics(ACTION)).isTrue();
    assertThat(unbalanced.get()).isNull();
    assertThat(disorder.get()).isZero();
    ActionMetrics m = runtime.metrics(ACTION);
    assertThat(m.success()).isEqualTo(PUBLISHERS * EACH);
    assertThat(m.queuingBytes()).isZero();
    assertThat(held.get()).isEqualTo(PUBLISHERS * EACH);
  }

  private static boolean balances(ActionMetrics m) {
    return m.matched()
        == m.success() + m.failed() + m.dropped() + m.lateReply() + m.inflight() + m.queuing();
  }

  private void putAction(int lanes) {
    ActionSettings settings =
        new ActionSettings(
            true,
            100,
            Duration.ofMillis(1),
            BufferSettings.memory(50_000),
            100,
            lanes,
            null,
            Ordering.STRICT,
            Duration.ofMillis(10),
            Duration.ZERO,
            null,
            Duration.ofMillis(5),
            null);
    runtime.putAction(ACTION, CONNECTOR, settings, _ -> new Service());
  }

  private void publish(int publisher) {
    Action action = runtime.action(ACTION).orElseThrow();
    Origin origin = _ -> finished.countDown();
    Receipt receipt = new CountingReceipt();
    for (int i = 0; i < EACH; i++) {
      String key = publisher + "/" + i % KEYS_EACH;
      byte[] data = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
      action.submit(new SinkRecord(key, null, data, 0, origin), receipt);
    }
  }

  private final class CountingReceipt implements Receipt {
    @Override
    public void expect() {}

    @Override
    public void held() {
      held.incrementAndGet();
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      disorder.incrementAndGet();
    }
  }

  /** Every seventh record is refused, every fiftieth request fails as a whole. */
  private final class Service implements Delivery, Connector {

    private final AtomicInteger requests = new AtomicInteger();

    @Override
    public BatchOutcome send(List<SinkRecord> batch) {
      int request = requests.incrementAndGet();
      LockSupport.parkNanos(100_000);
      if (request % 50 == 0) {
        return new BatchOutcome.RetryAll("InternalFailure", "500", Duration.ZERO);
      }
      if (request % 333 == 0) {
        return new BatchOutcome.Hold("ResourceNotFoundException", "create it");
      }
      List<Outcome> outcomes = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        outcomes.add((request + i) % 7 == 0 ? refused() : stored(batch.get(i)));
      }
      return new BatchOutcome.PerRecord(outcomes);
    }

    private Outcome refused() {
      return new Outcome.Retry("ProvisionedThroughputExceededException", "", Duration.ZERO);
    }

    private Outcome stored(SinkRecord record) {
      String text = new String(record.data(), StandardCharsets.US_ASCII);
      int number = Integer.parseInt(text);
      Integer before = lastOfKey.put(record.partitionKey(), number);
      if (before == null ? number >= KEYS_EACH : number != before + KEYS_EACH) {
        disorder.incrementAndGet();
      }
      return new Outcome.Delivered("shardId-000000000000", "1");
    }

    @Override
    public Health check() {
      return Health.CONNECTED;
    }

    @Override
    public Limits limits() {
      return new Limits(500, 1 << 20, 1 << 20, 256);
    }

    @Override
    public void close() {}
  }
}
