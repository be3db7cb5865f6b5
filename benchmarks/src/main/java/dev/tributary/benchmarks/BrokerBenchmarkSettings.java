package dev.tributary.benchmarks;

import java.util.List;

/**
 * What is compared, and with how much.
 *
 * @param publishers and, where one is for one, subscribers
 * @param fanOut subscribers of the one topic
 * @param members of the shared group
 * @param window messages of a publisher that are not acknowledged or not delivered, 1 to 1000
 * @param units publishes or deliveries of a round, whichever are more
 * @param mqttVersion 4 (3.1.1) or 5
 * @param javaOptions for Tributary's JVM, in addition
 */
record BrokerBenchmarkSettings(
    List<Scenario> scenarios,
    List<Contestant> brokers,
    int publishers,
    int fanOut,
    int members,
    int window,
    long units,
    int rounds,
    int payloadBytes,
    int mqttVersion,
    String javaOptions) {

  BrokerBenchmarkSettings {
    scenarios = List.copyOf(scenarios);
    brokers = List.copyOf(brokers);
    Bounds.check("--publishers", publishers, 1, 9_000);
    Bounds.check("--fan-out", fanOut, 1, 15_000);
    Bounds.check("--members", members, 1, 1_000);
    Bounds.check("--window", window, 1, Contestant.IN_FLIGHT);
    Bounds.check("--units", units, 1_000, 1_000_000_000);
    Bounds.check("--rounds", rounds, 1, 1_000);
    Bounds.check("--payload", payloadBytes, 4, 4_000);
    Bounds.checkMqtt(mqttVersion);
  }
}
