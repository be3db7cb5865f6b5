package dev.tributary.broker.internal.session;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.protocol.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One incoming publish from the moment it is handed over until it is acknowledged. Counts the
 * parties that must still hold the message; the handler itself is the first of them, so that an
 * early release cannot settle a publish whose handler still runs.
 */
public final class PendingPublish implements Custody {

  private static final VarHandle OPEN = handle("open", int.class);
  private static final VarHandle REFUSAL = handle("refusal", Refusal.class);

  private final int packetId;
  private final int qos;
  private volatile PendingAcknowledgements queue;
  private volatile int open = 1;
  private volatile @Nullable Refusal refusal;
  private @Nullable Message message;

  /** Event loop only. */
  private boolean unheard;

  /** Event loop only: without a deferral nobody else can hold this, and no atomics are needed. */
  private boolean deferred;

  /**
   * Why a message is not held.
   *
   * @param code of MQTT 5
   * @param impatient the publisher had been held for too long
   */
  public record Refusal(int code, String reason, boolean impatient) {}

  PendingPublish(PendingAcknowledgements queue, int packetId, int qos) {
    this.queue = queue;
    this.packetId = packetId;
    this.qos = qos;
  }

  public int packetId() {
    return packetId;
  }

  public int qos() {
    return qos;
  }

  /** Why a party will never hold it, or null. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** No subscription matches. Event loop. */
  public void foundNobody() {
    unheard = true;
  }

  /** Event loop. */
  public boolean hasFoundNobody() {
    return unheard;
  }

  /** What is dropped if it is refused from here on. Event loop. */
  public void keep(Message dropped) {
    message = dropped;
  }

  /** What was kept, or null. Event loop. */
  public @Nullable Message kept() {
    return message;
  }

  /** Somebody wanted the message and nobody refused it. Event loop. */
  boolean isWanted() {
    return deferred && refusal == null;
  }

  public boolean isSettled() {
    return open == 0;
  }

  @Override
  public void defer() {
    deferred = true;
    OPEN.getAndAdd(this, 1);
  }

  @Override
  public void release() {
    int before = (int) OPEN.getAndAdd(this, -1);
    assert before > 0 : "released more often than deferred";
    if (before == 1) {
      queue.settled();
    }
  }

  @Override
  public void refuse(int reasonCode, String reason) {
    assert reasonCode >= 0x80 && reasonCode <= 0xFF : "not a refusal: " + reasonCode;
    REFUSAL.compareAndSet(this, null, new Refusal(reasonCode, reason, isImpatient()));
    release();
  }

  @Override
  public boolean isAwaited() {
    return qos > 0;
  }

  @Override
  public boolean isImpatient() {
    return qos == 0 && queue.isImpatient();
  }

  /** Turned away before anybody could hold it. Event loop. */
  public void turnAway(int code, String reason) {
    refusal = new Refusal(code, reason, false);
  }

  /** The handler threw: the message is not held, whoever else may hold it. */
  public void handlerFailed() {
    refusal = new Refusal(Reason.INTERNAL_ERROR.code(), "internal error", false);
  }

  /** The handler has returned; true if nobody is waited for any more. Event loop. */
  boolean handlerReturned() {
    if (!deferred) {
      open = 0;
      return true;
    }
    return (int) OPEN.getAndAdd(this, -1) == 1;
  }

  boolean isIn(PendingAcknowledgements other) {
    return queue == other;
  }

  /** The client came back on another connection and waits there. */
  void moveTo(PendingAcknowledgements other) {
    queue = other;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(PendingPublish.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
