package dev.tributary.acceptance;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Several clients that publish numbered QoS 1 messages at a steady rate to several topics each,
 * every client from its own thread, until stopped. The topic is the key of the numbers.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TOPICS_PER_CLIENT = 10;

  private final List<Publisher> publishers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<CompletableFuture<?>> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> published = new ConcurrentHashMap<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private volatile boolean stopping;

  private Load() {}

  /**
   * Starts publishing.
   *
   * @param perSecond messages of each client in a second; when it falls behind it does not catch up
   */
  static Load start(InetSocketAddress broker, int clients, int perSecond) {
    Load load = new Load();
    for (int client = 0; client < clients; client++) {
      Publisher publisher = Publisher.connect(broker, "load-" + client);
      load.publishers.add(publisher);
      String prefix = "t/load-" + client + "/";
      load.running.add(
          CompletableFuture.runAsync(
              () -> load.publish(publisher, prefix, perSecond), load.threads));
    }
    return load;
  }

  /** How many messages were handed to the clients so far, by topic. */
  Map<String, Integer> published() {
    return new HashMap<>(published);
  }

  int total() {
    return published.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Stops publishing, waits for every acknowledgement and fails if one does not come. */
  Map<String, Integer> finish() {
    stopping = true;
    running.forEach(thread -> thread.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
    Await.until(
        () -> "all of %d publishes are acknowledged".formatted(total()),
        PATIENCE,
        () -> answers.stream().allMatch(CompletableFuture::isDone));
    answers.forEach(CompletableFuture::join);
    return published();
  }

  @Override
  public void close() {
    stopping = true;
    publishers.forEach(Publisher::close);
    threads.close();
  }

  private void publish(Publisher publisher, String prefix, int perSecond) {
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long next = System.nanoTime();
    for (int n = 0; !stopping; n++) {
      String topic = prefix + n % TOPICS_PER_CLIENT;
      int number = n / TOPICS_PER_CLIENT;
      answers.add(
          publisher.publish(topic, MqttQos.AT_LEAST_ONCE, NumberedMessages.payload(topic, number)));
      published.put(topic, number + 1);
      next = Math.max(next + interval, System.nanoTime());
      // The rate is what is asked for: this is no wait for something to happen.
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }
}
