package dev.tributary.broker.internal.session;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.store.SessionRecord;
import dev.tributary.broker.internal.store.StoredSession;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The session of each client identifier; bounded by {@code max_sessions}. Any thread. */
public final class SessionRegistry {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();

  /** Those that have ended and are not gone from the store yet: a next one waits for that. */
  private final ConcurrentHashMap<String, Session> ending = new ConcurrentHashMap<>();

  private final AtomicLong nextNumber = new AtomicLong();
  private final SessionServices services;

  public SessionRegistry(SessionServices services) {
    this.services = services;
  }

  /**
   * Finds or makes the session of an arriving client, and answers it, now or later. On the
   * arrival's loop.
   */
  public void open(Arrival arrival) {
    if (arrival.isGone()) {
      return; // it has waited too long; nobody is to make room for it
    }
    ClientInfo client = arrival.client();
    Session known = find(client.clientId());
    if (known == null) {
      known = ending.get(client.clientId());
    }
    if (known == null) {
      // Two loops may both pass here: the bound may be passed by as many sessions as there are
      // loops.
      int max = services.limits().sessionsMax();
      if (sessions.size() >= max) {
        arrival.refused(Reason.QUOTA_EXCEEDED, "max_sessions " + max + " is reached");
        return;
      }
      Session fresh = fresh(client, arrival.home());
      known = sessions.putIfAbsent(client.clientId(), fresh);
      if (known == null) {
        services.observer().count(Metric.SESSION_CREATED);
        services.observer().count(Metric.SESSIONS);
        arrival.home().watch(fresh, arrival.home().nowNanos());
        arrival.opened(fresh, false);
        return;
      }
    }
    known.yieldTo(arrival);
  }

  private Session fresh(ClientInfo client, LoopHome home) {
    boolean stored = client.sessionExpirySeconds() > 0 && home.isStoreDurable();
    return new Session(
        client,
        new Residence(home, stored ? nextNumber.getAndIncrement() : Residence.NOT_STORED),
        services.observer().nowMillis(),
        services,
        this);
  }

  /** Session numbers from here on are free. Before the first client comes. */
  public void numbersFrom(long firstFree) {
    nextNumber.set(firstFree);
  }

  /**
   * Makes a session again as it was stored: its client is away. Before the first client comes; on
   * any thread but that of {@code home}, which is told by the caller to {@link Session#wake} it.
   */
  public Session restore(StoredSession stored, LoopHome home) {
    SessionRecord record = stored.contents();
    Session session =
        new Session(
            record.client(),
            new Residence(home, stored.number()),
            record.sinceMillis(),
            services,
            this);
    long now = services.observer().nowMillis();
    // Who was connected when the process ended has been away since this start.
    long goneAt = record.disconnectedAtMillis() < 0 ? now : record.disconnectedAtMillis();
    long goneAtNanos = home.nowNanos() - Math.max(0, now - goneAt) * NANOS_PER_MILLI;
    session.restore(
        stored.subscriptions(),
        new Departure(goneAtNanos, record.expirySeconds(), record.will()),
        goneAt);
    stored
        .awaitingRelease()
        .forEach(packetId -> session.receiving().restore(packetId, home.nowNanos()));
    stored.open().forEach(open -> session.receiving().restore(open));
    if (!stored.inflight().isEmpty() || stored.waiting() > 0 || stored.nextSequence() > 0) {
      session.outgoing().restore(stored);
    }
    Session other = sessions.putIfAbsent(session.clientId(), session);
    if (other == null) {
      services.observer().count(Metric.SESSIONS);
    } else {
      // The process ended while one took the place of the other: the newer one stays.
      boolean newer = session.number() > other.number();
      Session past = newer ? other : session;
      sessions.put(session.clientId(), newer ? session : other);
      past.later(past::supersede);
    }
    return session;
  }

  SessionServices services() {
    return services;
  }

  @Nullable Session find(String clientId) {
    return sessions.get(clientId);
  }

  Collection<Session> all() {
    return sessions.values();
  }

  long count() {
    return sessions.size();
  }

  void ended(Session session) {
    if (session.isStored()) {
      ending.put(session.clientId(), session); // first: it is always to be found in one of the two
    }
    if (sessions.remove(session.clientId(), session)) {
      Observer observer = services.observer();
      observer.count(Metric.SESSION_TERMINATED);
      observer.counters().add(Metric.SESSIONS, -1);
    }
  }

  /** Nothing of it is left in the store. */
  void gone(Session session) {
    ending.remove(session.clientId(), session);
  }
}
