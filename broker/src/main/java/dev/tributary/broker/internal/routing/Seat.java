package dev.tributary.broker.internal.routing;

/** One subscription of one subscriber. */
record Seat(Subscriber subscriber, Subscription subscription) implements Audience {

  @Override
  public void tell(Found to) {
    to.plain(subscriber, subscription);
  }

  @Override
  public Audience with(Seat seat) {
    return isOf(seat.subscriber) ? seat : new Audience.Few(new Seat[] {this, seat});
  }

  @Override
  public Audience without(Subscriber leaving) {
    return isOf(leaving) ? Nobody.INSTANCE : this;
  }

  @Override
  public boolean has(Subscriber asked) {
    return isOf(asked);
  }

  boolean isOf(Subscriber asked) {
    return subscriber.equals(asked);
  }
}
