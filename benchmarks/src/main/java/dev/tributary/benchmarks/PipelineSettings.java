package dev.tributary.benchmarks;

import java.util.List;

/**
 * What is measured, and with how much.
 *
 * @param clients connections of the load, 1 to 100000; each is a partition key
 * @param window publishes that a client has unacknowledged, 1 to 32 (the broker's receive maximum)
 * @param messages in a round
 * @param mqttVersion 4 (3.1.1) or 5
 * @param lanes {@code worker_pool_size} of the action
 * @param javaOptions for the server's JVM, in addition
 */
record PipelineSettings(
    int clients,
    int window,
    long messages,
    int rounds,
    int payloadBytes,
    int mqttVersion,
    List<Mode> modes,
    boolean limits,
    String ordering,
    int batchSize,
    int lanes,
    String javaOptions) {

  static final int PAYLOAD_BYTES_MIN = 100;

  PipelineSettings {
    modes = List.copyOf(modes);
    Bounds.check("--clients", clients, 1, 100_000);
    Bounds.check("--window", window, 1, 32);
    Bounds.check("--messages", messages, clients, 1_000_000_000);
    Bounds.check("--rounds", rounds, 1, 1_000);
    Bounds.check("--payload", payloadBytes, PAYLOAD_BYTES_MIN, 100_000);
    Bounds.check("--batch-size", batchSize, 1, 500);
    Bounds.check("--lanes", lanes, 1, 1024);
    Bounds.checkMqtt(mqttVersion);
  }
}
