package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that wait for one client, in the order of their positions. Bounded by {@code
 * max_mqueue_len}: of a full queue the oldest of the lowest priority falls out.
 *
 * <p>Of a session in the store only the near part is in memory, and that only while its client is
 * connected: all that waits before {@link #farFrom}. What waits from there on is in the store alone
 * and is read back in chunks when there is room, one reading at a time. Of any other session all is
 * near. Owned by the session's loop.
 */
final class SessionQueue {

  /** Messages of a stored session in memory. */
  static final int NEAR_MAX = 128;

  /** And their bytes; a message larger than this stands there alone. */
  private static final long NEAR_BYTES_MAX = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SessionQueue.class);

  /** {@link #farFrom} while nothing is far. */
  private static final long NOTHING_FAR = Long.MAX_VALUE;

  private final Owner owner;
  private final Positions positions;
  private final int max;
  private final boolean stored;
  private final NearMessages near;

  /** All that wait, near and far. */
  private int waiting;

  private long nextSequence;
  private long farFrom = NOTHING_FAR;
  private boolean reading;

  /** The first of those that became far since the store was asked, which may not know of them. */
  private long farSinceReading;

  private long fallen;

  /** The session, as its queue sees it. */
  interface Owner {

    /** Its client can be sent to, so that it pays to have messages near. */
    boolean isConnected();

    StoreWriter writer();

    long number();

    /** Asks the store; answered on the loop that the session lives on then, unless it has ended. */
    void read(long fromPosition, int max, Consumer<List<StoredMessage>> answer);

    /** It fell out of the full queue. */
    void fell(StoredMessage message);

    /** There are near messages again. */
    void refilled();
  }

  /**
   * @param stored whether messages are in the store before they come here
   */
  SessionQueue(Owner owner, Positions positions, int max, boolean stored) {
    this.owner = owner;
    this.positions = positions;
    this.max = max;
    this.stored = stored;
    this.near = new NearMessages(positions.hasPriorities());
  }

  /** As it was found in the store. */
  void restore(int waitingThere, long firstWaiting, long sequence) {
    waiting = waitingThere;
    farFrom = waitingThere == 0 ? NOTHING_FAR : firstWaiting;
    nextSequence = sequence;
  }

  long nextPosition(String topic) {
    return positions.of(topic, nextSequence++);
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  int size() {
    return waiting;
  }

  long bytesInMemory() {
    return near.bytes();
  }

  /** How many fell out. */
  long fallen() {
    return fallen;
  }

  /** A message with a new position; a stored session has put it into the store before. */
  void add(StoredMessage message) {
    waiting++;
    if (!stored) {
      near.add(message);
    } else if (!owner.isConnected() || message.position() >= farFrom) {
      becameFar(message.position());
    } else {
      near.add(message);
      while (near.size() > NEAR_MAX || (near.size() > 1 && near.bytes() > NEAR_BYTES_MAX)) {
        StoredMessage last = near.pollLast();
        becameFar(last == null ? NOTHING_FAR : last.position());
      }
    }
    shorten();
  }

  /** The next one, or null if none is near; then those that are far are on their way. */
  @Nullable StoredMessage peek() {
    if (near.size() <= NEAR_MAX / 4 && farCount() > 0) {
      fill();
    }
    return near.first();
  }

  /** Takes what {@link #peek} has shown. */
  void poll() {
    if (near.pollFirst() != null) {
      waiting--;
    }
  }

  /** The client is gone: what is stored need not be in memory. */
  void disconnected() {
    StoredMessage first = near.first();
    if (stored && first != null) {
      becameFar(first.position());
      near.clear();
    }
  }

  /** Those in memory, in order. */
  Collection<StoredMessage> near() {
    return near.all();
  }

  private int farCount() {
    return waiting - near.size();
  }

  private void becameFar(long position) {
    farFrom = Math.min(farFrom, position);
    if (reading) {
      farSinceReading = Math.min(farSinceReading, position);
    }
  }

  // What is far comes near

  private void fill() {
    if (reading || !owner.isConnected()) {
      return;
    }
    long from = farFrom;
    ask(from, NEAR_MAX - near.size(), answer -> filled(from, answer));
  }

  private void filled(long from, List<StoredMessage> answer) {
    if (!owner.isConnected()) {
      return;
    }
    if (from == farFrom) {
      takeNear(answer);
    } // else: what was asked for is no longer what comes next
    shorten();
    owner.refilled();
  }

  private void takeNear(List<StoredMessage> answer) {
    long next = farFrom;
    for (StoredMessage message : answer) {
      if (message.position() >= farSinceReading) {
        farFrom = farSinceReading; // the store may have been asked before it knew of that one
        return;
      }
      next = message.position() + 1;
      if (message.flow().equals(Flow.WAITING)) {
        near.add(message);
      }
    }
    if (answer.isEmpty() && farSinceReading == NOTHING_FAR) {
      forgetFar();
    } else if (farCount() == 0) {
      farFrom = NOTHING_FAR;
    } else {
      farFrom = answer.isEmpty() ? farSinceReading : next;
    }
  }

  /** The store has left out what it cannot read, and has told of it. */
  private void forgetFar() {
    LOG.error(
        "{} messages to session {} are not in the store any more", farCount(), owner.number());
    waiting = near.size();
    farFrom = NOTHING_FAR;
  }

  private void ask(long from, int most, Consumer<List<StoredMessage>> answer) {
    reading = true;
    farSinceReading = NOTHING_FAR;
    owner.read(
        from,
        most,
        messages -> {
          reading = false;
          answer.accept(messages);
        });
  }

  // A full queue

  private void shorten() {
    while (waiting > max) {
      boolean oldestIsNear = farCount() == 0 || (!positions.hasPriorities() && near.size() > 0);
      if (!oldestIsNear) {
        if (!reading) {
          findLeast(0, positions.lowestFirst().getFirst());
        }
        return;
      }
      StoredMessage least = near.pollLeast();
      if (least == null) {
        return;
      }
      fall(least);
    }
  }

  /** Looks for what is to fall, from the lowest priority up. */
  private void findLeast(int rank, long from) {
    ask(from, NEAR_MAX, answer -> foundLeast(rank, answer));
  }

  private void foundLeast(int rank, List<StoredMessage> answer) {
    boolean any = false;
    for (StoredMessage message : answer) {
      if (waiting > max && isStillWaiting(message)) {
        near.remove(message.position());
        fall(message);
        any = true;
      }
    }
    List<Long> ranks = positions.lowestFirst();
    if (waiting <= max || any) {
      shorten();
    } else if (!answer.isEmpty()) {
      findLeast(rank, answer.getLast().position() + 1); // all of these are in flight
    } else if (rank + 1 < ranks.size()) {
      findLeast(rank + 1, ranks.get(rank + 1));
    } else {
      forgetFar();
    }
    if (!reading) {
      owner.refilled();
    }
  }

  /** The store may have answered before it was sent or acknowledged. */
  private boolean isStillWaiting(StoredMessage message) {
    return message.flow().equals(Flow.WAITING)
        && (message.position() >= farFrom || near.contains(message.position()));
  }

  private void fall(StoredMessage message) {
    waiting--;
    fallen++;
    owner.writer().removeMessage(owner.number(), message.position());
    owner.fell(message);
  }
}
