package dev.tributary.broker.internal.routing;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The members of a shared subscription: one group on one topic filter. Members change under the
 * lock of the index; any thread chooses among those that it sees, without a lock. What the choices
 * remember (whose turn it is, whom a publisher sticks to) comes with the first choice that needs
 * it.
 */
final class SharedGroup {

  static final SharedGroup[] NONE = {};

  private final String name;
  private volatile Seat[] members;
  private volatile @Nullable AtomicIntegerArray turns;
  private volatile @Nullable AtomicReferenceArray<@Nullable Subscriber> favourites;

  SharedGroup(String name, Seat first) {
    this.name = name;
    this.members = new Seat[] {first};
  }

  String name() {
    return name;
  }

  /** In the order in which they came; not to be changed. */
  Seat[] members() {
    return members;
  }

  int size() {
    return members.length;
  }

  /** A member that subscribes again keeps its place. */
  void put(Seat seat) {
    Seat[] known = members;
    int at = position(known, seat.subscriber());
    Seat[] more = Arrays.copyOf(known, at < 0 ? known.length + 1 : known.length);
    more[at < 0 ? known.length : at] = seat;
    members = more;
  }

  /** False if it was no member. */
  boolean remove(Subscriber leaving) {
    Seat[] known = members;
    int at = position(known, leaving);
    if (at < 0) {
      return false;
    }
    Seat[] less = new Seat[known.length - 1];
    System.arraycopy(known, 0, less, 0, at);
    System.arraycopy(known, at + 1, less, at, less.length - at);
    members = less;
    return true;
  }

  boolean has(Subscriber asked) {
    return position(members, asked) >= 0;
  }

  static int position(Seat[] members, Subscriber asked) {
    for (int i = 0; i < members.length; i++) {
      if (members[i].isOf(asked)) {
        return i;
      }
    }
    return -1;
  }

  /** Counters of turns; each begins anywhere, or the first member got most of a burst of firsts. */
  AtomicIntegerArray turns(int count, RandomGenerator random) {
    AtomicIntegerArray known = turns;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      known = turns;
      if (known == null) {
        known = new AtomicIntegerArray(count);
        for (int i = 0; i < count; i++) {
          known.setPlain(i, random.nextInt(0, Integer.MAX_VALUE));
        }
        turns = known;
      }
      return known;
    }
  }

  AtomicReferenceArray<@Nullable Subscriber> favourites(int count) {
    AtomicReferenceArray<@Nullable Subscriber> known = favourites;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      known = favourites;
      if (known == null) {
        known = new AtomicReferenceArray<>(count);
        favourites = known;
      }
      return known;
    }
  }
}
