package dev.tributary.broker.internal.routing;

import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions by topic filter: those without wildcards in a map, the others in a trie.
 * Reading (every publish, any thread) takes no lock and sees each subscription either whole or not
 * at all; writing is serialised. Bounded by the subscriptions that sessions may have.
 */
public final class TrieSubscriptionIndex {

  private static final String SYSTEM = "$SYS/";

  private final ConcurrentHashMap<String, Audience> exact = new ConcurrentHashMap<>();
  private final WildcardTrie wildcards;

  /** Which client holds an exclusive topic. */
  private final ConcurrentHashMap<String, String> holders = new ConcurrentHashMap<>();

  private final Counters counters;

  /** Subscriptions to topics of the server. */
  private final AtomicInteger systemSubscriptions = new AtomicInteger();

  /**
   * @param secret what the places of names depend on, so that nobody can choose names that meet
   * @param counters where the gauges of subscriptions and filters are kept
   */
  public TrieSubscriptionIndex(int secret, Counters counters) {
    this.counters = counters;
    this.wildcards = new WildcardTrie(secret);
  }

  /** Puts or replaces; true if it is new. */
  public synchronized boolean put(Subscriber subscriber, Subscription subscription) {
    FilterParts parts = FilterParts.of(subscription.filter());
    Seat seat = new Seat(subscriber, subscription);
    Audience before = audience(parts);
    boolean fresh = !has(before, parts, subscriber);
    String group = parts.group();
    replace(parts, before, group == null ? before.with(seat) : before.with(group, seat));
    count(parts, fresh ? 1 : 0);
    return fresh;
  }

  /** False if there was none. */
  public synchronized boolean remove(Subscriber subscriber, String filter) {
    FilterParts parts = FilterParts.of(filter);
    Audience before = audience(parts);
    if (!has(before, parts, subscriber)) {
      return false;
    }
    String group = parts.group();
    replace(
        parts,
        before,
        group == null ? before.without(subscriber) : before.without(group, subscriber));
    count(parts, -1);
    if (parts.exclusive()) {
      holders.remove(parts.filter(), subscriber.subscriberId());
    }
    return true;
  }

  /**
   * Makes a client the holder of an exclusive filter ({@code $exclusive/topic}) until it
   * unsubscribes. False if another client is; true for any other filter.
   */
  boolean claim(String filter, String clientId) {
    FilterParts parts = FilterParts.of(filter);
    return !parts.exclusive()
        || clientId.equals(holders.merge(parts.filter(), clientId, (holder, _) -> holder));
  }

  /** Tells each subscription, and each group, whose filter matches. */
  void match(String topic, Found found) {
    Audience exactly = exact.get(topic);
    if (exactly != null) {
      exactly.tell(found);
    }
    if (!wildcards.isEmpty()) {
      wildcards.match(topic, found);
    }
  }

  /** The group that a shared filter names; null if it has no members. */
  @Nullable SharedGroup group(String filter) {
    FilterParts parts = FilterParts.of(filter);
    String group = parts.group();
    return group == null ? null : audience(parts).group(group);
  }

  /** Every filter's audience, while it changes: those that are there all the time exactly once. */
  Stream<Audience> audiences() {
    return Stream.concat(exact.values().stream(), wildcards.audiences());
  }

  private static boolean has(Audience audience, FilterParts parts, Subscriber subscriber) {
    String name = parts.group();
    if (name == null) {
      return audience.has(subscriber);
    }
    SharedGroup group = audience.group(name);
    return group != null && group.has(subscriber);
  }

  private Audience audience(FilterParts parts) {
    return parts.hasWildcard()
        ? wildcards.audience(parts.filter())
        : exact.getOrDefault(parts.filter(), Audience.Nobody.INSTANCE);
  }

  private void replace(FilterParts parts, Audience before, Audience after) {
    if (after.equals(before)) {
      return; // it has changed itself
    }
    if (parts.hasWildcard()) {
      wildcards.put(parts.filter(), after);
    } else if (after.isNobody()) {
      exact.remove(parts.filter());
    } else {
      exact.put(parts.filter(), after);
    }
    counters.add(Metric.TOPICS, (after.isNobody() ? 0 : 1) - (before.isNobody() ? 0 : 1));
  }

  boolean hasSystemFilters() {
    return systemSubscriptions.get() > 0;
  }

  private void count(FilterParts parts, int more) {
    counters.add(Metric.SUBSCRIPTIONS, more);
    if (parts.filter().startsWith(SYSTEM)) {
      systemSubscriptions.addAndGet(more);
    }
    if (parts.isShared()) {
      counters.add(Metric.SUBSCRIPTIONS_SHARED, more);
    }
  }
}
