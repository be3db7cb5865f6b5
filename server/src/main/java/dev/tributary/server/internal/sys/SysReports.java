package dev.tributary.server.internal.sys;

import dev.tributary.broker.BrokerMetrics;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * What is published from time to time: who the node is, how long it runs, its figures. Called by
 * one thread at a time; costs nothing but a question while nobody listens.
 */
public final class SysReports {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

  private final SysTopics topics;
  private final SysOutlet outlet;
  private final BrokerMetrics metrics;
  private final String version;
  private final Instant startedAt;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param node {@code node.name}
   * @param version of the program
   */
  public SysReports(
      String node,
      String version,
      Instant startedAt,
      SysOutlet outlet,
      BrokerMetrics metrics,
      InstantSource clock,
      ZoneId zone) {
    this.topics = new SysTopics(node);
    this.outlet = outlet;
    this.metrics = metrics;
    this.version = version;
    this.startedAt = startedAt;
    this.clock = clock;
    this.zone = zone;
  }

  /** {@code uptime} in milliseconds and {@code datetime}. */
  public void heartbeat() {
    Instant now = clock.instant();
    outlet.say(
        topics.of("uptime"), () -> Long.toString(now.toEpochMilli() - startedAt.toEpochMilli()));
    outlet.say(topics.of("datetime"), () -> DATE.format(now.atZone(zone)));
  }

  /** Who it is, which is retained, and every figure that somebody listens to. */
  public void figures() {
    outlet.keep(SysTopics.BROKERS, topics.node());
    outlet.keep(topics.of("version"), version);
    outlet.keep(topics.of("sysdescr"), "Tributary");
    if (outlet.hasListeners()) {
      for (Map.Entry<String, Long> figure : metrics.snapshot().entrySet()) {
        outlet.say(
            topics.figure(group(figure.getKey()), figure.getKey()),
            () -> figure.getValue().toString());
      }
    }
  }

  /** As the original tells gauges from counters. */
  private static String group(String figure) {
    return figure.endsWith(".count") || figure.endsWith(".max") ? "stats" : "metrics";
  }
}
