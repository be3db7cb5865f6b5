package dev.tributary.broker.internal.session;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.store.SessionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session's client is there, and since when it is not: the connection, the will, the
 * expiry, and what the store knows of all that. On the session's loop; what is volatile others may
 * look at.
 */
final class Attendance {

  private static final long CONNECTED = -1;

  private final Session session;
  private final long sinceMillis;

  /** As the client is connected, or was connected last. */
  private volatile ClientInfo client;

  private volatile @Nullable Outlet outlet;
  private volatile long disconnectedAtMillis;
  private @Nullable Departure departure;
  private @Nullable Will will;
  private long expirySeconds;
  private boolean flushing;

  Attendance(Session session, ClientInfo client, long sinceMillis) {
    this.session = session;
    this.client = client;
    this.sinceMillis = sinceMillis;
    this.disconnectedAtMillis = sinceMillis; // until its first connection stands
    this.expirySeconds = client.sessionExpirySeconds();
  }

  ClientInfo client() {
    return client;
  }

  @Nullable Outlet outlet() {
    return outlet;
  }

  /** Any thread. */
  ClientEntry entry() {
    return new ClientEntry(
        client, outlet != null, sinceMillis, disconnectedAtMillis, session.isStored());
  }

  long expirySeconds() {
    return expirySeconds;
  }

  /** It comes on another connection, which does not stand yet. */
  void comes(ClientInfo next) {
    client = next;
  }

  void came(Outlet connection, ConnectTerms terms) {
    outlet = connection;
    disconnectedAtMillis = CONNECTED;
    departure = null; // a will that was still waiting is not published ([MQTT-3.1.3-9])
    will = terms.will();
    expirySeconds = terms.sessionExpirySeconds();
    remember();
  }

  /** False if that was the end of the session, which is to be ended. */
  boolean went(Departure how) {
    restore(how, session.services().observer().nowMillis());
    if (how.isSessionOver(how.atNanos())) {
      return false;
    }
    remember();
    return true;
  }

  void restore(Departure how, long atMillis) {
    outlet = null;
    disconnectedAtMillis = atMillis;
    departure = how;
    will = how.will();
    expirySeconds = how.sessionExpirySeconds();
  }

  /** The will that was not published yet; it is the caller's from here on. */
  @Nullable Will takeWill() {
    Departure gone = departure;
    departure = null;
    return gone == null ? null : gone.will();
  }

  /** Publishes the will if it is due; false if the session is over. */
  boolean onDeadline(long nowNanos) {
    Departure gone = departure;
    if (gone == null) {
      return true;
    }
    if (gone.isSessionOver(nowNanos)) {
      return false;
    }
    if (gone.isWillDue(nowNanos)) {
      departure = gone.withoutWill();
      publishWill();
    }
    return true;
  }

  long nextDeadline() {
    return departure == null ? Resident.NONE : departure.nextDeadline();
  }

  private void publishWill() {
    Will due = will;
    if (due == null) {
      return;
    }
    // Forgotten only then: whoever dies before finds it again and publishes it again.
    AllHeld custody = new AllHeld(() -> session.later(() -> forget(due)));
    session.services().wills().publish(client, due, session.home(), custody);
    custody.release();
  }

  private void forget(Will published) {
    if (!session.hasEnded() && published.equals(will)) {
      will = null;
      remember();
    }
  }

  /** One flush for all that is written in this turn of the loop. */
  void flushSoon() {
    if (!flushing && outlet != null) {
      flushing = true;
      session.later(() -> {
        flushing = false;
        Outlet connection = outlet;
        if (connection != null) {
          connection.flush();
        }
      });
    }
  }

  /** What a restart has to know beside subscriptions and messages. */
  void remember() {
    session
        .writer()
        .putSession(
            session.number(),
            new SessionRecord(client, expirySeconds, sinceMillis, disconnectedAtMillis, will));
  }
}
