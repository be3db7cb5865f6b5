package dev.tributary.broker.internal.routing;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who subscribes one topic filter, in as little memory as their number allows: most filters have
 * one subscriber. Changed by one thread at a time, which puts the answer in place of what it asked;
 * read meanwhile by any, who see each subscription either whole or not at all.
 */
sealed interface Audience
    permits Audience.Nobody, Seat, Audience.Few, Audience.Many, Audience.Grouped {

  /** Of an array up to here a copy costs less than a map costs memory. */
  int FEW_MAX = 8;

  void tell(Found to);

  /** Adds a subscription in place of one that the subscriber may have. */
  Audience with(Seat seat);

  /** {@link Nobody} if nobody is left. */
  Audience without(Subscriber leaving);

  boolean has(Subscriber asked);

  /** Of a filter that nobody subscribes. */
  enum Nobody implements Audience {
    INSTANCE;

    @Override
    public void tell(Found to) {
      // there is nobody to be told
    }

    @Override
    public Audience with(Seat seat) {
      return seat;
    }

    @Override
    public Audience without(Subscriber leaving) {
      return this;
    }

    @Override
    public boolean has(Subscriber asked) {
      return false;
    }
  }

  /** A handful, two at least. */
  record Few(Seat[] seats) implements Audience {

    @Override
    public void tell(Found to) {
      for (Seat seat : seats) {
        to.plain(seat.subscriber(), seat.subscription());
      }
    }

    @Override
    public Audience with(Seat seat) {
      int at = position(seat.subscriber());
      if (at < 0 && seats.length == FEW_MAX) {
        return new Many(seats).with(seat);
      }
      Seat[] more = Arrays.copyOf(seats, at < 0 ? seats.length + 1 : seats.length);
      more[at < 0 ? seats.length : at] = seat;
      return new Few(more);
    }

    @Override
    public Audience without(Subscriber leaving) {
      int at = position(leaving);
      if (at < 0) {
        return this;
      }
      if (seats.length == 2) {
        return seats[1 - at];
      }
      Seat[] less = new Seat[seats.length - 1];
      System.arraycopy(seats, 0, less, 0, at);
      System.arraycopy(seats, at + 1, less, at, less.length - at);
      return new Few(less);
    }

    @Override
    public boolean has(Subscriber asked) {
      return position(asked) >= 0;
    }

    private int position(Subscriber asked) {
      for (int i = 0; i < seats.length; i++) {
        if (seats[i].isOf(asked)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** More: changes itself. */
  final class Many implements Audience {

    private final ConcurrentHashMap<Subscriber, Subscription> seats;

    Many(Seat[] first) {
      seats = new ConcurrentHashMap<>(2 * FEW_MAX);
      for (Seat seat : first) {
        seats.put(seat.subscriber(), seat.subscription());
      }
    }

    @Override
    public void tell(Found to) {
      seats.forEach(to::plain);
    }

    @Override
    public Audience with(Seat seat) {
      seats.put(seat.subscriber(), seat.subscription());
      return this;
    }

    @Override
    public Audience without(Subscriber leaving) {
      seats.remove(leaving);
      // Half of what made it a map, so that one who comes and goes does not copy it each time.
      return seats.size() > FEW_MAX / 2 ? this : few();
    }

    @Override
    public boolean has(Subscriber asked) {
      return seats.containsKey(asked);
    }

    private Audience few() {
      return new Few(
          seats.entrySet().stream()
              .map(each -> new Seat(each.getKey(), each.getValue()))
              .toArray(Seat[]::new));
    }
  }

  /**
   * Those who subscribe the filter themselves, and groups that share it.
   *
   * @param plain may be {@link Nobody}
   * @param groups at least one, each with members
   */
  record Grouped(Audience plain, SharedGroup[] groups) implements Audience {

    @Override
    public void tell(Found to) {
      plain.tell(to);
      for (SharedGroup group : groups) {
        to.shared(group);
      }
    }

    @Override
    public Audience with(Seat seat) {
      return new Grouped(plain.with(seat), groups);
    }

    @Override
    public Audience without(Subscriber leaving) {
      return new Grouped(plain.without(leaving), groups);
    }

    @Override
    public boolean has(Subscriber asked) {
      return plain.has(asked);
    }
  }

  default boolean isNobody() {
    return this instanceof Nobody;
  }

  /** Adds to a group, which is made if it is not there. */
  default Audience with(String group, Seat seat) {
    SharedGroup[] groups = groups();
    for (SharedGroup each : groups) {
      if (each.name().equals(group)) {
        each.put(seat);
        return this;
      }
    }
    SharedGroup[] more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = new SharedGroup(group, seat);
    return new Grouped(plain(), more);
  }

  /** A group that nobody is left in goes too. */
  default Audience without(String group, Subscriber leaving) {
    SharedGroup held = group(group);
    if (held == null || !held.remove(leaving) || held.size() > 0) {
      return this;
    }
    SharedGroup[] less =
        Arrays.stream(groups()).filter(each -> !each.equals(held)).toArray(SharedGroup[]::new);
    return less.length == 0 ? plain() : new Grouped(plain(), less);
  }

  default Audience plain() {
    return this instanceof Grouped(Audience plain, _) ? plain : this;
  }

  default SharedGroup[] groups() {
    return this instanceof Grouped(_, SharedGroup[] groups) ? groups : SharedGroup.NONE;
  }

  /** Null if there is none of that name. */
  default @Nullable SharedGroup group(String name) {
    for (SharedGroup each : groups()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    return null;
  }
}
