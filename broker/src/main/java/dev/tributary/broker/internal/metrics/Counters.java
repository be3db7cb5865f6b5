package dev.tributary.broker.internal.metrics;

import dev.tributary.broker.BrokerMetrics;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** All counters of one broker; any thread counts, no thread waits. */
public final class Counters implements BrokerMetrics {

  private static final Metric[] METRICS = Metric.values();

  private final Map<Metric, LongAdder> adders = new EnumMap<>(Metric.class);

  public Counters() {
    for (Metric metric : METRICS) {
      adders.put(metric, new LongAdder());
    }
  }

  public void count(Metric metric) {
    adder(metric).increment();
  }

  public void add(Metric metric, long amount) {
    adder(metric).add(amount);
  }

  public long value(Metric metric) {
    return adder(metric).sum();
  }

  @Override
  public Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    for (Metric metric : METRICS) {
      all.put(metric.text(), value(metric));
    }
    // A publish counts its leaf only; what is a sum is summed here, where nobody waits for it.
    all.put("packets.received", sum(all, "packets.", ".received"));
    all.put("packets.sent", sum(all, "packets.", ".sent"));
    long received = sum(all, "messages.qos", ".received");
    all.put("messages.received", received);
    all.put(
        "messages.publish",
        received + value(Metric.PUBLISHED_WILL) + value(Metric.PUBLISHED_SERVER));
    // Nobody has a say yet, so that each question finds no rule and is answered with yes.
    long allowed = received + value(Metric.AUTHORIZATION_ALLOW);
    all.put("authorization.allow", allowed);
    all.put("authorization.nomatch", allowed);
    all.put("client.authorize", allowed);
    all.put("session.disconnected", value(Metric.CLIENT_DISCONNECTED));
    long sent = sum(all, "messages.qos", ".sent");
    all.put("messages.sent", sent);
    all.put("messages.delivered", sent);
    all.put("messages.dropped", sum(all, "messages.dropped.", ""));
    all.put("delivery.dropped", sum(all, "delivery.dropped.", ""));
    // The original counts its tables of subscriptions one by one; they are as long as each other.
    all.put("suboptions.count", value(Metric.SUBSCRIPTIONS));
    all.put("subscribers.count", value(Metric.SUBSCRIPTIONS));
    return Collections.unmodifiableMap(all);
  }

  private static long sum(Map<String, Long> all, String prefix, String suffix) {
    long sum = 0;
    for (Map.Entry<String, Long> entry : all.entrySet()) {
      if (entry.getKey().startsWith(prefix) && entry.getKey().endsWith(suffix)) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  private LongAdder adder(Metric metric) {
    return Objects.requireNonNull(adders.get(metric)); // the constructor has put them all
  }
}
