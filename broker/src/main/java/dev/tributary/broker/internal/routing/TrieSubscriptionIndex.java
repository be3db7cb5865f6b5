package dev.tributary.broker.internal.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Topic filters by level. Reading (every publish, any thread) takes no lock and sees each
 * subscription either whole or not at all; writing is serialised. Bounded by the subscriptions that
 * sessions may have; branches that nobody needs any more are cut off.
 */
public final class TrieSubscriptionIndex {

  private static final String ONE = "+";
  private static final String REST = "#";

  private final Node root = new Node();

  /** Puts or replaces. */
  public synchronized boolean put(Subscriber subscriber, Subscription subscription) {
    Node node = root;
    String filter = subscription.filter();
    int start = 0;
    while (start >= 0) {
      int slash = filter.indexOf('/', start);
      String level = slash < 0 ? filter.substring(start) : filter.substring(start, slash);
      node = node.childOrNew(level);
      start = slash < 0 ? -1 : slash + 1;
    }
    return node.subscribersOrNew().put(subscriber, subscription) == null;
  }

  /** False if there was none. */
  public synchronized boolean remove(Subscriber subscriber, String filter) {
    return remove(root, subscriber, filter, 0);
  }

  /** Tells each subscription whose filter matches; a subscriber with several gets each of them. */
  public void match(String topic, BiConsumer<Subscriber, Subscription> found) {
    Map<String, Node> children = root.children;
    if (children == null) {
      return;
    }
    // [MQTT-4.7.2-1] a leading wildcard does not see topics of the server ($SYS, $events).
    boolean hidden = topic.startsWith("$");
    match(root, topic, 0, hidden, found);
  }

  private static void match(
      Node node, String topic, int start, boolean hidden, BiConsumer<Subscriber, Subscription> to) {
    Map<String, Node> children = node.children;
    if (children == null || children.isEmpty()) {
      return;
    }
    if (!hidden) {
      tell(children.get(REST), to);
    }
    int slash = topic.indexOf('/', start);
    String level = slash < 0 ? topic.substring(start) : topic.substring(start, slash);
    descend(children.get(level), topic, slash, to);
    if (!hidden) {
      descend(children.get(ONE), topic, slash, to);
    }
  }

  private static void descend(
      @Nullable Node child, String topic, int slash, BiConsumer<Subscriber, Subscription> to) {
    if (child == null) {
      return;
    }
    if (slash >= 0) {
      match(child, topic, slash + 1, false, to);
      return;
    }
    tell(child, to);
    // "sport/#" also matches "sport" itself (MQTT 5, 4.7.1.2).
    Map<String, Node> children = child.children;
    if (children != null) {
      tell(children.get(REST), to);
    }
  }

  private static void tell(@Nullable Node node, BiConsumer<Subscriber, Subscription> to) {
    if (node != null && node.subscribers != null) {
      node.subscribers.forEach(to);
    }
  }

  private static boolean remove(Node node, Subscriber subscriber, String filter, int start) {
    if (start < 0) {
      return node.subscribers != null && node.subscribers.remove(subscriber) != null;
    }
    int slash = filter.indexOf('/', start);
    String level = slash < 0 ? filter.substring(start) : filter.substring(start, slash);
    Map<String, Node> children = node.children;
    Node child = children == null ? null : children.get(level);
    if (children == null || child == null) {
      return false;
    }
    boolean removed = remove(child, subscriber, filter, slash < 0 ? -1 : slash + 1);
    if (removed && child.isEmpty()) {
      children.remove(level);
    }
    return removed;
  }

  /** Both maps come with the first entry: most nodes have only one of the two. */
  private static final class Node {

    private static final int FEW = 2;

    private volatile @Nullable Map<String, Node> children;
    private volatile @Nullable Map<Subscriber, Subscription> subscribers;

    private Node childOrNew(String level) {
      Map<String, Node> known = children;
      if (known == null) {
        known = new ConcurrentHashMap<>(FEW);
        children = known;
      }
      return known.computeIfAbsent(level, _ -> new Node());
    }

    private Map<Subscriber, Subscription> subscribersOrNew() {
      Map<Subscriber, Subscription> known = subscribers;
      if (known == null) {
        known = new ConcurrentHashMap<>(FEW);
        subscribers = known;
      }
      return known;
    }

    private boolean isEmpty() {
      return (children == null || children.isEmpty())
          && (subscribers == null || subscribers.isEmpty());
    }
  }
}
