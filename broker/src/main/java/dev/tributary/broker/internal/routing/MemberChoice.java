package dev.tributary.broker.internal.routing;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the member of a shared group that gets a message. Members that are connected come first;
 * if none is, one of the others gets it into its queue. What a strategy remembers of publishers is
 * bounded: they share {@value #PUBLISHERS} places per group by the hash of their client identifier,
 * and those who meet in one take turns together. Any thread, without a lock.
 */
public final class MemberChoice {

  private static final int PUBLISHERS = 256;

  /** So many are asked by their hash, or the dice, before it is the next one who is connected. */
  private static final int PROBES = 4;

  private final SharedStrategy strategy;
  private final Dice dice;

  public MemberChoice(SharedStrategy strategy, long seed) {
    this.strategy = strategy;
    this.dice = new Dice(seed);
  }

  /** Null only if the last member has just left. */
  @Nullable Seat choose(SharedGroup group, Message message) {
    Seat[] members = group.members();
    if (members.length < 2) {
      return members.length == 0 ? null : members[0];
    }
    return switch (strategy) {
      case ROUND_ROBIN -> inTurn(members, group.turns(PUBLISHERS, dice), place(message));
      case ROUND_ROBIN_PER_GROUP -> inTurn(members, group.turns(1, dice), 0);
      // A node has all members of its groups.
      case RANDOM, LOCAL -> byHash(members, dice.nextLong());
      case STICKY -> favourite(members, group.favourites(PUBLISHERS), place(message));
      case HASH_CLIENTID -> byHash(members, publisher(message));
      case HASH_TOPIC -> byHash(members, message.topic().hashCode());
    };
  }

  private static Seat inTurn(Seat[] members, AtomicIntegerArray turns, int place) {
    Seat first = members[Math.floorMod(turns.getAndIncrement(place), members.length)];
    if (first.subscriber().isConnected()) {
      return first;
    }
    // Each one who is passed over uses up a turn, so that the others still come equally often.
    for (int i = 1; i < members.length; i++) {
      Seat next = members[Math.floorMod(turns.getAndIncrement(place), members.length)];
      if (next.subscriber().isConnected()) {
        return next;
      }
    }
    turns.getAndIncrement(place); // a whole round is used up: the next one waits longest
    return first;
  }

  private Seat favourite(
      Seat[] members, AtomicReferenceArray<@Nullable Subscriber> favourites, int place) {
    Subscriber known = favourites.get(place);
    int at = known == null ? -1 : SharedGroup.position(members, known);
    if (known != null && at >= 0 && known.isConnected()) {
      return members[at];
    }
    Seat chosen = byHash(members, dice.nextLong());
    if (at >= 0 && !chosen.subscriber().isConnected()) {
      return members[at]; // nobody is better off, so it stays with whom it was
    }
    favourites.compareAndSet(place, known, chosen.subscriber());
    return chosen;
  }

  private static Seat byHash(Seat[] members, long hash) {
    int length = members.length;
    int first = position(hash, length);
    int at = first;
    for (int i = 1; i <= PROBES; i++) {
      if (members[at].subscriber().isConnected()) {
        return members[at];
      }
      at = position(hash + i, length);
    }
    for (int i = 0; i < length; i++) {
      Seat seat = members[(at + i) % length];
      if (seat.subscriber().isConnected()) {
        return seat;
      }
    }
    return members[first];
  }

  private static int position(long hash, int length) {
    return (int) Long.remainderUnsigned(Dice.mix(hash), length);
  }

  private static int place(Message message) {
    return (int) (Dice.mix(publisher(message)) & (PUBLISHERS - 1));
  }

  /** Messages of the server have one publisher. */
  private static int publisher(Message message) {
    ClientInfo publisher = message.publisher();
    return publisher == null ? 0 : publisher.clientId().hashCode();
  }

  /** Random numbers for any number of threads from one seed (SplitMix64). */
  private static final class Dice implements RandomGenerator {

    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLong state;

    private Dice(long seed) {
      state = new AtomicLong(seed);
    }

    @Override
    public long nextLong() {
      return mix(state.getAndAdd(STEP));
    }

    private static long mix(long value) {
      long z = value + STEP;
      z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
      return z ^ (z >>> 31);
    }
  }
}
