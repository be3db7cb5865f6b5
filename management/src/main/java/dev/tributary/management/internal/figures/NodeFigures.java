package dev.tributary.management.internal.figures;

import dev.tributary.broker.BrokerMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counters and gauges of this node by the original's names. Any thread.
 *
 * <p>The highest value of a gauge is that of the moments at which somebody looked, which {@link
 * Monitor} does all the time.
 */
public final class NodeFigures {

  private static final String COUNT = ".count";

  /**
   * Counters of the original whose cause does not exist here: 0 is the truth, and scripts that look
   * for them find them.
   */
  private static final List<String> NEVER =
      List.of(
          "actions.executed",
          "authorization.cache_hit",
          "authorization.cache_miss",
          "authorization.deny",
          "authorization.matched.allow",
          "authorization.matched.deny",
          "authorization.superuser",
          "delivery.dropped.filter",
          "messages.delayed",
          "messages.forward",
          "messages.transformation_failed",
          "messages.transformation_succeeded",
          "messages.validation_failed",
          "messages.validation_succeeded",
          "overload_protection.delay.ok",
          "overload_protection.delay.timeout",
          "overload_protection.gc",
          "overload_protection.hibernation",
          "overload_protection.new_conn",
          "packets.publish.auth_error",
          "packets.subscribe.auth_error",
          "rules.matched");

  /** The original's gauges, and the gauge of the broker that each of them is. */
  private static final Map<String, String> GAUGES = gauges();

  private final BrokerMetrics broker;
  private final Supplier<RuleTotals> rules;
  private final Map<String, Long> highest = new ConcurrentHashMap<>();

  /** What rules have done since they were made or reset. */
  public record RuleTotals(long matched, long actions) {}

  public NodeFigures(BrokerMetrics broker, Supplier<RuleTotals> rules) {
    this.broker = broker;
    this.rules = rules;
  }

  private static Map<String, String> gauges() {
    Map<String, String> gauges = new LinkedHashMap<>();
    gauges.put("connections", "connections.count");
    gauges.put("live_connections", "connections.count");
    gauges.put("channels", "sessions.count");
    gauges.put("sessions", "sessions.count");
    gauges.put("cluster_sessions", "sessions.count");
    gauges.put("topics", "topics.count");
    gauges.put("suboptions", "subscriptions.count");
    gauges.put("subscribers", "subscriptions.count");
    gauges.put("subscriptions", "subscriptions.count");
    gauges.put("subscriptions.shared", "subscriptions.shared.count");
    gauges.put("retained", "retained.count");
    gauges.put("delayed", "delayed.count");
    return gauges;
  }

  /** Counters since the start, sorted by name. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new TreeMap<>();
    NEVER.forEach(name -> counters.put(name, 0L));
    broker
        .snapshot()
        .forEach((name, value) -> {
          if (!name.endsWith(COUNT)) {
            counters.put(name, value);
          }
        });
    RuleTotals totals = rules.get();
    counters.put("rules.matched", totals.matched());
    counters.put("actions.executed", totals.actions());
    return counters;
  }

  /** Gauges as they are, {@code sessions.count}, and at their highest, {@code sessions.max}. */
  public Map<String, Long> gauges(boolean withHighest) {
    Map<String, Long> now = broker.snapshot();
    Map<String, Long> gauges = new LinkedHashMap<>();
    GAUGES.forEach((name, ofBroker) -> {
      long value = now.getOrDefault(ofBroker, 0L);
      long max = highest.merge(name, value, Math::max);
      gauges.put(name + COUNT, value);
      if (withHighest) {
        gauges.put(name + ".max", max);
      }
    });
    return gauges;
  }
}
