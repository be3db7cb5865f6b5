package dev.tributary.broker.internal.routing;

/** Is told what matches a topic. */
interface Found {

  /** A subscriber with several matching subscriptions is told with each of them. */
  void plain(Subscriber subscriber, Subscription subscription);

  /** A group of which one member is to be chosen. */
  void shared(SharedGroup group);
}
