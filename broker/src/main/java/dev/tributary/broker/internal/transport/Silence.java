package dev.tributary.broker.internal.transport;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.session.Resident;
import java.time.Duration;

/**
 * How long a client may be silent: before its CONNECT, between its packets, and while it is closed
 * and may still read our last words. On the connection's loop.
 */
final class Silence {

  private static final long NANOS = 1_000_000_000L;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private long sinceNanos;
  private int keepAliveSeconds;

  Silence(long nowNanos) {
    this.sinceNanos = nowNanos;
  }

  /** Something was heard, or what is waited for begins now. */
  void begins(long nowNanos) {
    sinceNanos = nowNanos;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  int keepAliveSeconds() {
    return keepAliveSeconds;
  }

  /** 0 for as long as the client likes. */
  void keepAlive(int seconds) {
    keepAliveSeconds = seconds;
  }

  /** Until when the client must have sent CONNECT. */
  long endsForConnect(MqttLimits limits) {
    return sinceNanos + limits.idleTimeout().toNanos();
  }

  /** Until when it must be heard, or {@link Resident#NONE}. */
  long endsForKeepAlive(MqttLimits limits) {
    return keepAliveSeconds == 0 ? Resident.NONE : sinceNanos + keepAliveNanos(limits);
  }

  /** Until when a closed connection may stay open on the client's side. */
  long endsForLingering() {
    return sinceNanos + LINGER.toNanos();
  }

  /** With what the specification or the settings add to it [MQTT-3.1.2-22]. */
  long keepAliveNanos(MqttLimits limits) {
    return (long) (keepAliveSeconds * NANOS * limits.keepAliveMultiplier());
  }
}
