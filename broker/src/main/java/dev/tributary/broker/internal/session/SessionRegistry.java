package dev.tributary.broker.internal.session;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.routing.Router;
import java.util.concurrent.ConcurrentHashMap;

/** The session of each client identifier; bounded by {@code max_sessions}. Any thread. */
public final class SessionRegistry {

  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
  private final MqttLimits limits;
  private final Router router;
  private final Observer observer;

  public SessionRegistry(MqttLimits limits, Router router, Observer observer) {
    this.limits = limits;
    this.router = router;
    this.observer = observer;
  }

  /**
   * Finds or makes the session of an arriving client, and answers it, now or later. On the
   * arrival's loop.
   */
  public void open(Arrival arrival) {
    String clientId = arrival.client().clientId();
    Session known = sessions.get(clientId);
    if (known == null) {
      // Two loops may both pass here: the bound may be passed by as many sessions as there are
      // loops.
      if (sessions.size() >= limits.sessionsMax()) {
        arrival.refused(
            Reason.QUOTA_EXCEEDED, "max_sessions " + limits.sessionsMax() + " is reached");
        return;
      }
      Session fresh = new Session(arrival.client(), arrival.home(), limits, router, observer, this);
      known = sessions.putIfAbsent(clientId, fresh);
      if (known == null) {
        observer.count(Metric.SESSION_CREATED);
        observer.count(Metric.SESSIONS);
        arrival.opened(fresh, false);
        return;
      }
    }
    known.yieldTo(arrival);
  }

  void ended(Session session) {
    if (sessions.remove(session.clientId(), session)) {
      observer.count(Metric.SESSION_TERMINATED);
      observer.counters().add(Metric.SESSIONS, -1);
    }
  }
}
