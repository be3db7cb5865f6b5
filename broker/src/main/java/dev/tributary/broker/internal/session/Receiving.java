package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.routing.Holders;
import dev.tributary.broker.internal.session.AwaitingRelease.Release;
import dev.tributary.broker.internal.store.OpenPublish;
import dev.tributary.broker.internal.store.StoreWriter;
import java.util.HashMap;
import java.util.Map;
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

  /** By packet identifier: handed over, and not settled when the process ended. */
  private Map<Integer, OpenPublish> interrupted = Map.of();

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

  private SessionServices services() {
    return session.services();
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

  /** A publish is answered without being handed over. */
  public void begin(PendingPublish publish, long nowNanos) {
    add(publish, null, nowNanos);
  }

  /**
   * A publish is handed over: its PUBREL is not waited for without end. Of a stored session the
   * store is told before anybody can get the message.
   *
   * @return the message to hand over; if it was on its way already when the process ended, under
   *     the id that it had then
   */
  public Message handOver(PendingPublish publish, Message message, long nowNanos) {
    if (!session.isStored()) {
      add(publish, null, nowNanos);
      return message;
    }
    int packetId = publish.packetId();
    long content = OpenPublish.contentOf(message);
    OpenPublish before = interrupted.isEmpty() ? null : interrupted.remove(packetId);
    // Without DUP, or with other contents, it is another message [MQTT-3.3.1-1]: the client has
    // given up the first.
    OpenPublish again =
        before != null && message.dup() && before.content() == content ? before : null;
    Message known = again == null ? message : message.with(again.message());
    add(publish, known.id(), nowNanos);
    services().openPublishes().open(known.id());
    StoreWriter writer = session.writer();
    writer.putOpenPublish(session.number(), new OpenPublish(packetId, known.id(), content));
    if (before != null && again == null) {
      closeWhenStored(before.message());
    }
    writer.submit(); // before anything that other loops store of the message
    return known;
  }

  private void add(PendingPublish publish, @Nullable MessageId open, long nowNanos) {
    awaiting.add(publish, open, nowNanos);
    session.home().watch(session, nowNanos);
  }

  /** Who holds a message that was handed over before the process ended; null if it is a new one. */
  public @Nullable Holders holders(Message message) {
    return services().openPublishes().holders(message.id());
  }

  void restore(int packetId, long nowNanos) {
    awaiting.restore(packetId, nowNanos);
  }

  void restore(OpenPublish open) {
    if (interrupted.isEmpty()) {
      interrupted = new HashMap<>();
    }
    interrupted.put(open.packetId(), open);
    services().openPublishes().open(open.message());
  }

  /** The session is removed from the store. */
  void gone() {
    awaiting.forEachOpen(services().openPublishes()::close);
    interrupted.values().forEach(open -> services().openPublishes().close(open.message()));
    interrupted = Map.of();
  }

  /** Its publisher cannot send it again from the moment on when what is changed now is stored. */
  private void closeWhenStored(@Nullable MessageId open) {
    if (open != null) {
      session.whenStored(() -> services().openPublishes().close(open));
    }
  }

  /**
   * Everybody who must hold the message holds it, or it comes again after that.
   *
   * @param pubrec done now or soon, in the order of these calls; not if the process ends before
   */
  public void settled(int packetId, Runnable pubrec) {
    if (awaiting.keep(packetId, pubrec)) {
      session.writer().putAwaitingRelease(session.number(), packetId);
      closeWhenStored(awaiting.open(packetId));
      session.whenStored(() -> awaiting.kept(packetId));
    }
  }

  /** It was refused: its packet identifier is free, and {@code pubrec} says so in its turn. */
  public void refused(PendingPublish publish, Runnable pubrec) {
    forget(publish);
    session.whenStored(pubrec);
  }

  /** Forgets what was refused and is sent again as something new. */
  public void forget(PendingPublish publish) {
    MessageId open = awaiting.forget(publish);
    if (open != null) {
      session.writer().removeAwaitingRelease(session.number(), publish.packetId());
      closeWhenStored(open);
    }
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
    OpenPublish before = interrupted.isEmpty() ? null : interrupted.remove(packetId);
    closeWhenStored(before == null ? null : before.message());
    session.whenStored(() -> pubcomp.accept(release == Release.DONE));
    return release == Release.DONE ? Answer.COMPLETE : Answer.UNKNOWN;
  }

  long onDeadline(long nowNanos) {
    long timeout = SessionServices.nanos(services().limits().awaitingRelTimeout());
    awaiting.expire(nowNanos, timeout, this::late);
    return awaiting.nextDeadline(nowNanos, timeout);
  }

  private void late(int packetId, @Nullable MessageId open) {
    session.writer().removeAwaitingRelease(session.number(), packetId);
    closeWhenStored(open);
    services().observer().count(Metric.DROPPED_AWAIT_PUBREL_TIMEOUT);
    session.traffic().awaitPubrelTimeout();
  }
}
