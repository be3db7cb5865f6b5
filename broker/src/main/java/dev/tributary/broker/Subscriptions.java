package dev.tributary.broker;

import java.util.stream.Stream;

/** All subscriptions by topic filter. Any thread; sees each whole or not at all. */
public interface Subscriptions {

  Stream<SubscriptionView> all();

  /** Topic filters that somebody subscribes, as they are subscribed, each once. */
  Stream<String> filters();

  /** Subscriptions whose filter matches a topic name. */
  Stream<SubscriptionView> matching(String topic);

  /** Whether any filter begins with {@code $SYS/}. As cheap as reading a field. */
  boolean hasSystemFilters();

  long count();

  long sharedCount();
}
