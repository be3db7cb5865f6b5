package dev.tributary.broker.internal.session;

import dev.tributary.broker.Custody;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One incoming publish from the moment it is handed over until it is acknowledged. Counts the
 * parties that must still hold the message; the handler itself is the first of them, so that an
 * early release cannot settle a publish whose handler still runs.
 */
public final class PendingPublish implements Custody {

  private static final VarHandle OPEN = openHandle();

  private final int packetId;
  private final int qos;
  private volatile PendingAcknowledgements queue;
  private volatile int open = 1;
  private volatile @Nullable String refusal;

  /** Event loop only: without a deferral nobody else can hold this, and no atomics are needed. */
  private boolean deferred;

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
  public @Nullable String refusal() {
    return refusal;
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
  public void refuse(String reason) {
    refusal = reason;
    release();
  }

  /** The handler threw: the message is not held, whoever else may hold it. */
  public void handlerFailed() {
    refusal = "internal error";
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

  private static VarHandle openHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(PendingPublish.class, "open", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
