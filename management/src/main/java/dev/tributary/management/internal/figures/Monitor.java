package dev.tributary.management.internal.figures;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the figures every {@link #INTERVAL} and remembers a day of them. {@link #start} begins a
 * thread of its own, {@link #close} ends it. Any thread may ask.
 */
public final class Monitor implements AutoCloseable {

  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final int SAMPLES_MAX = (int) Duration.ofDays(1).dividedBy(INTERVAL);
  private static final long SECOND = 1_000;

  /** Counters that are remembered, by the names that the original gives them here. */
  private static final Map<String, String> COUNTERS = counters();

  /** What was seen at one time; of counters their values, not their growth. */
  private record Sample(long atMillis, Map<String, Long> counters, Map<String, Long> gauges) {}

  private final NodeFigures figures;
  private final InstantSource clock;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private @Nullable Thread thread;

  public Monitor(NodeFigures figures, InstantSource clock) {
    this.figures = figures;
    this.clock = clock;
  }

  private static Map<String, String> counters() {
    Map<String, String> counters = new LinkedHashMap<>();
    counters.put("received", "messages.received");
    counters.put("sent", "messages.sent");
    counters.put("dropped", "messages.dropped");
    counters.put("persisted", "messages.persisted");
    counters.put("rules_matched", "rules.matched");
    counters.put("actions_executed", "actions.executed");
    counters.put("validation_succeeded", "messages.validation_succeeded");
    counters.put("validation_failed", "messages.validation_failed");
    counters.put("transformation_succeeded", "messages.transformation_succeeded");
    counters.put("transformation_failed", "messages.transformation_failed");
    return counters;
  }

  /** What it looks at. */
  public NodeFigures figures() {
    return figures;
  }

  public synchronized void start() {
    sample();
    thread = Thread.ofVirtual().name("monitor").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        sample();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Looks once. */
  public synchronized void sample() {
    samples.add(now());
    if (samples.size() > SAMPLES_MAX) {
      samples.remove();
    }
  }

  private Sample now() {
    return new Sample(clock.millis(), figures.counters(), figures.gauges(false));
  }

  /**
   * What was seen, oldest first: gauges, and of counters how much they had grown since the look
   * before.
   *
   * @param latest only so far back; null for all
   */
  public synchronized List<Map<String, Object>> series(@Nullable Duration latest) {
    long from = latest == null ? 0 : clock.millis() - latest.toMillis();
    List<Map<String, Object>> points = new ArrayList<>();
    Sample before = null;
    for (Sample sample : samples) {
      if (before != null && sample.atMillis() >= from) {
        points.add(point(before, sample));
      }
      before = sample;
    }
    return points;
  }

  private static Map<String, Object> point(Sample before, Sample sample) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("time_stamp", sample.atMillis());
    COUNTERS.forEach((name, counter) -> point.put(name, growth(before, sample, counter)));
    gauges(point, sample);
    return point;
  }

  private static long growth(Sample before, Sample sample, String counter) {
    long growth = value(sample.counters(), counter) - value(before.counters(), counter);
    // Counters of rules go back when they are reset.
    return Math.max(0, growth);
  }

  private static void gauges(Map<String, Object> view, Sample sample) {
    long connections = value(sample.gauges(), "connections.count");
    long subscriptions = value(sample.gauges(), "subscriptions.count");
    view.put("connections", value(sample.gauges(), "sessions.count"));
    view.put("live_connections", connections);
    view.put(
        "disconnected_durable_sessions",
        Math.max(0, value(sample.gauges(), "sessions.count") - connections));
    view.put("subscriptions", subscriptions);
    view.put("subscriptions_ram", subscriptions);
    view.put("subscriptions_durable", 0);
    view.put("topics", value(sample.gauges(), "topics.count"));
  }

  /** Gauges as they are now, and counters by the second over the last ten to twenty seconds. */
  public Map<String, Object> current() {
    Sample now = now();
    Sample before = reference(now);
    double seconds = Math.max(1, (now.atMillis() - before.atMillis()) / (double) SECOND);
    Map<String, Object> view = new LinkedHashMap<>();
    gauges(view, now);
    view.put("retained_msg_count", value(now.gauges(), "retained.count"));
    view.put("shared_subscriptions", value(now.gauges(), "subscriptions.shared.count"));
    COUNTERS.forEach((name, counter) ->
        view.put(rateName(name), Math.round(growth(before, now, counter) / seconds)));
    return view;
  }

  /** The look before the last one, so that a rate is never that of a moment. */
  private synchronized Sample reference(Sample now) {
    Iterator<Sample> latest = samples.descendingIterator();
    Sample reference = latest.hasNext() ? latest.next() : now;
    return latest.hasNext() ? latest.next() : reference;
  }

  private static String rateName(String counter) {
    return switch (counter) {
      case "received", "sent", "dropped" -> counter + "_msg_rate";
      default -> counter + "_rate";
    };
  }

  private static long value(Map<String, Long> figures, String name) {
    return figures.getOrDefault(name, 0L);
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
