package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message.MessageId;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop with all that lives on it: connections and sessions, whose deadlines are looked at
 * together instead of a timer each, and the loop's message identifiers. Except {@link #execute} and
 * {@link #isHere} all is for that loop only.
 */
public final class LoopHome {

  private static final Logger LOG = LoggerFactory.getLogger(LoopHome.class);
  private static final long MICROS = 1_000;

  private final EventExecutor loop;
  private final long nodeAndLoop;
  private final Set<Resident> residents = new HashSet<>();
  private long lastMicros;

  /**
   * @param nodeAndLoop different for every loop of every node
   */
  public LoopHome(EventExecutor loop, long nodeAndLoop) {
    this.loop = loop;
    this.nodeAndLoop = nodeAndLoop;
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

  public void add(Resident resident) {
    residents.add(resident);
  }

  public void remove(Resident resident) {
    residents.remove(resident);
  }

  /** Lets every resident look at its deadlines. */
  public void tick(long nowNanos) {
    for (Resident resident : new ArrayList<>(residents)) {
      try {
        resident.tick(nowNanos);
      } catch (RuntimeException e) {
        // The deadlines of all others on this loop must not end with it.
        LOG.error("a deadline of {} failed", resident, e);
      }
    }
  }

  /** Grows on this loop; runs ahead of the clock if more than a thousand a millisecond are made. */
  public MessageId nextMessageId(long nowMillis) {
    lastMicros = Math.max(lastMicros + 1, nowMillis * MICROS);
    return new MessageId(lastMicros, nodeAndLoop);
  }
}
