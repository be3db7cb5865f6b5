package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.session.AwaitingRelease.Release;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The QoS 2 publishes of one client: what was taken and is not released. Of a stored session PUBREC
 * and PUBCOMP wait until the store knows what they say, so that a message counts once also after
 * the process has ended in between. On the session's loop.
 */
public final class Receiving {

  private final Session session;
  private final AwaitingRelease awaiting = new AwaitingRelease();

  Receiving(Session session) {
    this.session = session;
  }

  /** What a PUBREL was answered with, or is going to be. */
  public enum Answer {
    COMPLETE,
    UNKNOWN,
    /** Its PUBREC was not sent yet: the client breaks the protocol. */
    TOO_EARLY
  }

  public int size() {
    return awaiting.size();
  }

  /** Whether a QoS 2 message of that identifier was taken and is not released. */
  public boolean contains(int packetId) {
    return awaiting.contains(packetId);
  }

  /** What was taken under that identifier; null too if that was before the process began. */
  public @Nullable PendingPublish publish(int packetId) {
    return awaiting.publish(packetId);
  }

  /** A publish is handed over: its PUBREL is not waited for without end. */
  public void begin(PendingPublish publish, long nowNanos) {
    awaiting.add(publish, nowNanos);
    session.home().watch(session, nowNanos);
  }

  void restore(int packetId, long nowNanos) {
    awaiting.restore(packetId, nowNanos);
  }

  /**
   * Everybody who must hold the message holds it, or it comes again after that.
   *
   * @param pubrec done now or soon, in the order of these calls; not if the process ends before
   */
  public void settled(int packetId, Runnable pubrec) {
    if (awaiting.keep(packetId, pubrec)) {
      session.writer().putAwaitingRelease(session.number(), packetId);
      session.whenStored(() -> awaiting.kept(packetId));
    }
  }

  /** It was refused: its packet identifier is free, and {@code pubrec} says so in its turn. */
  public void refused(PendingPublish publish, Runnable pubrec) {
    awaiting.forget(publish);
    session.whenStored(pubrec);
  }

  /** Forgets what was refused and is sent again as something new. */
  public void forget(PendingPublish publish) {
    awaiting.forget(publish);
  }

  /**
   * PUBREL.
   *
   * @param pubcomp told now or soon, unless it came too early; true if the identifier was known
   */
  public Answer release(int packetId, Consumer<Boolean> pubcomp) {
    Release release = awaiting.release(packetId);
    if (release == Release.TOO_EARLY) {
      return Answer.TOO_EARLY;
    }
    // Also for an unknown one: it may be unknown because its end is only just being stored.
    session.writer().removeAwaitingRelease(session.number(), packetId);
    session.whenStored(() -> pubcomp.accept(release == Release.DONE));
    return release == Release.DONE ? Answer.COMPLETE : Answer.UNKNOWN;
  }

  long onDeadline(long nowNanos) {
    long timeout = SessionServices.nanos(session.services().limits().awaitingRelTimeout());
    awaiting.expire(nowNanos, timeout, this::late);
    return awaiting.nextDeadline(nowNanos, timeout);
  }

  private void late(int packetId) {
    session.writer().removeAwaitingRelease(session.number(), packetId);
    session.services().observer().count(Metric.DROPPED_AWAIT_PUBREL_TIMEOUT);
    session.traffic().awaitPubrelTimeout();
  }
}
