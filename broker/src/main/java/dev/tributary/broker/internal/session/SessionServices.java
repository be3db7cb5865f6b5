package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.ForceShutdown;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.routing.Router;
import java.time.Duration;

/** What all sessions of a broker share. Any thread. */
public final class SessionServices {

  private static final long NANOS = 1_000_000_000L;

  /** Without {@code force_shutdown} a mailbox is bounded too. */
  private static final int MAILBOX_MAX = 65_536;

  private final BrokerSettings settings;
  private final Router router;
  private final Observer observer;
  private final Wills wills;
  private final Positions positions;
  private final long retryNanos;
  private final OpenPublishes openPublishes = new OpenPublishes();

  public SessionServices(BrokerSettings settings, Router router, Observer observer, Wills wills) {
    this.settings = settings;
    this.router = router;
    this.observer = observer;
    this.wills = wills;
    this.positions = new Positions(settings.queue());
    Duration retry = settings.options().retryInterval();
    this.retryNanos = retry == null ? Resident.NONE : nanos(retry);
  }

  BrokerSettings settings() {
    return settings;
  }

  MqttLimits limits() {
    return settings.limits();
  }

  Router router() {
    return router;
  }

  Observer observer() {
    return observer;
  }

  Wills wills() {
    return wills;
  }

  OpenPublishes openPublishes() {
    return openPublishes;
  }

  Positions positions() {
    return positions;
  }

  int mailboxMax() {
    ForceShutdown limits = settings.forceShutdown();
    return limits.enable() ? limits.mailboxMax() : MAILBOX_MAX;
  }

  /** {@link Resident#NONE} if nothing is sent again on the same connection. */
  long retryNanos() {
    return retryNanos;
  }

  /** {@code message_expiry_interval} ends a message as its own interval does [MQTT-3.3.2-5]. */
  boolean isExpired(Delivery delivery) {
    Duration longest = settings.options().messageExpiryMax();
    if (longest == null && !delivery.expires()) {
      return false;
    }
    long now = observer.nowMillis();
    return delivery.isExpired(now)
        || (longest != null && now - delivery.message().receivedAtMillis() >= longest.toMillis());
  }

  static long nanos(Duration duration) {
    return duration.toSeconds() * NANOS + duration.toNanosPart();
  }
}
