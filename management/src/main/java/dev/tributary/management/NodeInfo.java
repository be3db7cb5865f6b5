package dev.tributary.management;

import dev.tributary.broker.BrokerMetrics;
import java.time.Instant;

/**
 * What REST says of this process.
 *
 * @param name {@code node.name}
 * @param version of the program
 * @param broker counters and gauges of the broker
 */
public record NodeInfo(String name, String version, Instant startedAt, BrokerMetrics broker) {}
