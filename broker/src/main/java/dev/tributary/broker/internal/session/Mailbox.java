package dev.tributary.broker.internal.session;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.Topics;
import dev.tributary.broker.internal.routing.Subscription;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have put in for one session and its loop has not taken yet. Any thread puts;
 * one thread at a time takes all, in the order in which it was put. Bounded, but for what
 * publishers wait to hear of: that is bounded by their receive maximum, and must not be lost. An
 * empty one is a null pointer, for there is one for each of a million sessions.
 */
final class Mailbox {

  private static final VarHandle NEWEST = handle();

  private final Owner owner;
  private final int max;
  private volatile @Nullable Letter newest;

  /** For whoever links mailboxes that are to be emptied; a mailbox is in one such list at most. */
  private @Nullable Mailbox below;

  /** Who takes what is put in, on its loop. */
  interface Owner {
    void drain();
  }

  /** One delivery, with what belongs to it until it is sent, stored or dropped. */
  static final class Letter implements Runnable {

    private final Delivery delivery;
    private final Subscription subscription;
    private @Nullable Custody deferred;
    private @Nullable Letter next;
    private int depth = 1;

    /**
     * @param deferred the custody if it was deferred; then it is released once
     */
    Letter(Delivery delivery, Subscription subscription, @Nullable Custody deferred) {
      this.delivery = delivery;
      this.subscription = subscription;
      this.deferred = deferred;
    }

    Delivery delivery() {
      return delivery;
    }

    Subscription subscription() {
      return subscription;
    }

    /** Its publisher will be told that it is held, and is bounded by what it may have open. */
    private boolean isAwaited() {
      Custody custody = deferred;
      return custody != null && custody.isAwaited();
    }

    boolean isDeferred() {
      return deferred != null;
    }

    /** The message is stored, or needs not be: releases the custody, if that was deferred. */
    @Override
    public void run() {
      Custody custody = deferred;
      if (custody != null) {
        deferred = null;
        custody.release();
      }
    }

    /** It could be neither stored nor dropped: its publisher is not told that it is held. */
    void fail() {
      Custody custody = deferred;
      if (custody != null) {
        deferred = null;
        custody.refuse(Reason.INTERNAL_ERROR.code(), "internal error");
      }
    }

    /** The shared subscription that it came through, empty if none. */
    String sharedFilter() {
      String filter = subscription.filter();
      return Topics.isShared(filter) ? filter : "";
    }

    /** What was put in after this; only once taken. */
    @Nullable Letter next() {
      return next;
    }
  }

  /** What became of a letter. */
  enum Put {
    /** It was empty: the owner must be told. */
    FIRST,
    /** The owner was told before. */
    MORE,
    /** It was not put in. */
    FULL
  }

  Mailbox(Owner owner, int max) {
    this.owner = owner;
    this.max = max;
  }

  Owner owner() {
    return owner;
  }

  Put put(Letter letter) {
    Letter seen;
    do {
      seen = newest;
      if (seen != null && seen.depth >= max && !letter.isAwaited()) {
        return Put.FULL;
      }
      letter.next = seen;
      letter.depth = seen == null ? 1 : seen.depth + 1;
    } while (!NEWEST.compareAndSet(this, seen, letter));
    return seen == null ? Put.FIRST : Put.MORE;
  }

  /** The oldest of all that is in here, linked to those after it; null if it is empty. */
  @Nullable Letter take() {
    Letter newer = null;
    Letter letter = (Letter) NEWEST.getAndSet(this, null);
    while (letter != null) {
      Letter older = letter.next;
      letter.next = newer;
      newer = letter;
      letter = older;
    }
    return newer;
  }

  int size() {
    Letter seen = newest;
    return seen == null ? 0 : seen.depth;
  }

  @Nullable Mailbox below() {
    return below;
  }

  void putOn(@Nullable Mailbox other) {
    below = other;
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(Mailbox.class, "newest", Letter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
