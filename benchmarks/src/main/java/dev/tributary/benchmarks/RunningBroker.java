package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Started;

/** An MQTT broker that takes connections on the loopback interface. */
interface RunningBroker extends AutoCloseable {

  Started started();

  int port();

  @Override
  void close();
}
