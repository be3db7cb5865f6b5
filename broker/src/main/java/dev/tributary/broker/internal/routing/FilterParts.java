package dev.tributary.broker.internal.routing;

import org.jspecify.annotations.Nullable;

/**
 * A topic filter as a client writes it, taken apart. Of a malformed {@code $share} filter, which
 * the protocol lets nobody subscribe, the whole is the filter.
 *
 * @param group whose members share the messages (MQTT 5, 4.8.2); an exclusive filter has a group of
 *     its own, with one member; null for others
 * @param exclusive {@code $exclusive/topic}: for one client at a time
 * @param filter what topics are matched with
 */
record FilterParts(@Nullable String group, boolean exclusive, String filter) {

  private static final String SHARE = "$share/";
  private static final String QUEUE = "$queue/";
  private static final String EXCLUSIVE = "$exclusive/";

  static FilterParts of(String subscribed) {
    if (!subscribed.startsWith("$")) {
      return new FilterParts(null, false, subscribed);
    }
    if (subscribed.startsWith(SHARE)) {
      int slash = subscribed.indexOf('/', SHARE.length());
      if (slash > SHARE.length() && slash + 1 < subscribed.length()) {
        return new FilterParts(
            subscribed.substring(SHARE.length(), slash), false, subscribed.substring(slash + 1));
      }
    }
    if (subscribed.startsWith(QUEUE) && subscribed.length() > QUEUE.length()) {
      // The original's older way to write $share/$queue/…
      return new FilterParts("$queue", false, subscribed.substring(QUEUE.length()));
    }
    if (subscribed.startsWith(EXCLUSIVE) && subscribed.length() > EXCLUSIVE.length()) {
      // With its slash it is no name that a shared group can have.
      return new FilterParts(EXCLUSIVE, true, subscribed.substring(EXCLUSIVE.length()));
    }
    return new FilterParts(null, false, subscribed);
  }

  boolean isShared() {
    return group != null && !exclusive;
  }

  /** Whether the filter can match more than one topic. */
  boolean hasWildcard() {
    return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
  }
}
