package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.internal.protocol.PublishEncoder;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop with all that lives on it: connections and sessions, whose deadlines are looked at
 * together instead of a timer each, and the loop's message identifiers. Except {@link #execute} and
 * {@link #isHere} all is for that loop only.
 */
public final class LoopHome {

  /** How often {@link #tick} is to be called. */
  public static final long TICK_NANOS = DeadlineWheel.SLOT_NANOS;

  private static final Logger LOG = LoggerFactory.getLogger(LoopHome.class);
  private static final long MICROS = 1_000;

  private final EventExecutor loop;
  private final long nodeAndLoop;
  private final LongSupplier nanos;
  private final DeadlineWheel deadlines;
  private final Store store;
  private final StoreWriter writer;
  private final PublishEncoder encoder;
  private final AtomicReference<@Nullable Mailbox> awake = new AtomicReference<>();
  private final Runnable drainAll = this::drainAll;
  private long lastMicros;

  /**
   * @param nodeAndLoop different for every loop of every node
   * @param nanos a clock that never goes back, for deadlines
   */
  public LoopHome(EventExecutor loop, long nodeAndLoop, LongSupplier nanos, Store store) {
    this.loop = loop;
    this.nodeAndLoop = nodeAndLoop;
    this.nanos = nanos;
    this.deadlines = new DeadlineWheel(nanos.getAsLong());
    this.store = store;
    this.writer = store.writer(this::execute);
    this.encoder = new PublishEncoder(ByteBufAllocator.DEFAULT, this::execute);
  }

  public boolean isHere() {
    return loop.inEventLoop();
  }

  public void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // The broker is closed: nobody is left to whom the task would matter.
    }
  }

  /**
   * Lets the owner of a mailbox that was empty look into it. One task for all that are woken before
   * it runs. Any thread.
   */
  void wake(Mailbox mailbox) {
    Mailbox last;
    do {
      last = awake.get();
      mailbox.putOn(last);
    } while (!awake.compareAndSet(last, mailbox));
    if (last == null) {
      execute(drainAll);
    }
  }

  private void drainAll() {
    Mailbox next = inOrder(awake.getAndSet(null));
    while (next != null) {
      Mailbox mailbox = next;
      next = mailbox.below(); // read first: from its turn on it may be woken again
      mailbox.putOn(null);
      try {
        mailbox.owner().drain();
      } catch (RuntimeException e) {
        LOG.error("messages to {} failed", mailbox.owner(), e);
      }
    }
  }

  /** First woken, first served. */
  private static @Nullable Mailbox inOrder(@Nullable Mailbox last) {
    Mailbox first = null;
    Mailbox mailbox = last;
    while (mailbox != null) {
      Mailbox earlier = mailbox.below();
      mailbox.putOn(first);
      first = mailbox;
      mailbox = earlier;
    }
    return first;
  }

  /**
   * Calls {@link Resident#onDeadline} once the deadline has come, to half a second. In place of an
   * earlier call only if this one is sooner: what is merely postponed need not be told.
   */
  public void watch(Resident resident, long deadlineNanos) {
    assert isHere();
    deadlines.watch(resident, deadlineNanos);
  }

  public void forget(Resident resident) {
    assert isHere();
    deadlines.forget(resident);
  }

  /** Of the clock of all deadlines. */
  public long nowNanos() {
    return nanos.getAsLong();
  }

  /** Of what the sessions that live here change. */
  public StoreWriter writer() {
    return writer;
  }

  /** As {@link Store#read}; answered on this loop. */
  void read(long session, long fromPosition, int max, Consumer<List<StoredMessage>> answer) {
    store.read(session, fromPosition, max, this::execute, answer);
  }

  /** Whether what is written outlives the process. */
  boolean isStoreDurable() {
    return store.isDurable();
  }

  /** Of all that this loop's connections send. */
  public PublishEncoder encoder() {
    return encoder;
  }

  /** Looks at the deadlines. */
  public void tick() {
    deadlines.advance(nanos.getAsLong());
  }

  /** Grows on this loop; runs ahead of the clock if more than a thousand a millisecond are made. */
  public MessageId nextMessageId(long nowMillis) {
    lastMicros = Math.max(lastMicros + 1, nowMillis * MICROS);
    return new MessageId(lastMicros, nodeAndLoop);
  }
}
