package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client of MQTT 3.1.1 with a persistent session that keeps its own side of every flow through
 * lost connections, connects again until it is closed, and fails if the server has forgotten the
 * session. Works in a thread of its own.
 */
abstract class FlowClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final InetSocketAddress broker;
  private final String clientId;
  private final Thread thread;
  private boolean known; // of the thread

  private volatile boolean closed;
  private volatile Throwable failure;
  private final AtomicInteger connections = new AtomicInteger();

  FlowClient(InetSocketAddress broker, String clientId) {
    this.broker = broker;
    this.clientId = clientId;
    this.thread = Thread.ofVirtual().name(clientId).unstarted(this::run);
  }

  /** The server knows this client from before. */
  final void expectSession() {
    known = true;
  }

  final void start() {
    thread.start();
  }

  final String clientId() {
    return clientId;
  }

  /** How often the server has accepted it. */
  final int connections() {
    return connections.get();
  }

  /** Says again what was not answered when the last connection ended, then goes on. */
  abstract void converse(RawMqttClient wire, boolean resumed) throws IOException;

  final boolean isClosed() {
    return closed;
  }

  /** Waits until that holds; fails at once if the server has done what no server may. */
  final void await(String what, BooleanSupplier condition) {
    Await.until(
        () -> clientId + ": " + what + "; now: " + this,
        PATIENCE,
        () -> {
          check();
          return condition.getAsBoolean();
        });
  }

  final void check() {
    if (failure != null) {
      throw new AssertionError(toString(), failure);
    }
  }

  private void run() {
    try {
      while (!closed) {
        connect();
      }
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  private void connect() {
    try (RawMqttClient wire = new RawMqttClient(broker)) {
      wire.send(Wire.connect4(clientId, false, 0));
      RawPacket connack = wire.packet(RawPacket.CONNACK);
      if (connack.code() != 0 || connack.sessionPresent() != known) {
        throw new AssertionError(
            (known ? "session expected, " : "no session expected, ") + connack);
      }
      known = true;
      connections.getAndIncrement();
      converse(wire, connections.get() > 1);
    } catch (IOException _) {
      // The server was killed or is not up yet: that is what this client is for.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
