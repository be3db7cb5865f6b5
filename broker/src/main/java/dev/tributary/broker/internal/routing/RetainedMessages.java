package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last retained message of each topic, in memory, by level, so that a new subscription looks
 * only where its filter can match. Reading takes no lock; writing is serialised. When {@code max}
 * topics are stored a further topic is refused; a stored one may still be replaced.
 */
public final class RetainedMessages {

  private final Node root = new Node();
  private final int max;
  private int count;

  public RetainedMessages(int max) {
    this.max = max;
  }

  /** What storing changed. */
  public enum Change {
    ADDED,
    REPLACED,
    REMOVED,
    NOTHING,
    REFUSED
  }

  /** Stores the message, or forgets the topic if the payload is empty ([MQTT-3.3.1-6]). */
  public synchronized Change store(Message message) {
    String[] levels = message.topic().split("/", -1);
    if (message.payload().length == 0) {
      boolean removed = remove(root, levels, 0);
      count -= removed ? 1 : 0;
      return removed ? Change.REMOVED : Change.NOTHING;
    }
    Node known = find(levels);
    if (known != null && known.message != null) {
      known.message = message;
      return Change.REPLACED;
    }
    if (count >= max) {
      return Change.REFUSED;
    }
    Node node = root;
    for (String level : levels) {
      node = node.childOrNew(level);
    }
    node.message = message;
    count++;
    return Change.ADDED;
  }

  /** Tells the stored messages whose topic matches the filter, expired ones too. */
  public void match(String filter, Consumer<Message> found) {
    match(root, filter.split("/", -1), 0, found);
  }

  private void match(Node node, String[] filter, int at, Consumer<Message> found) {
    if (at == filter.length) {
      tell(node, found);
      return;
    }
    Map<String, Node> children = node.children;
    String level = filter[at];
    if (level.equals("#")) {
      // "a/#" matches "a" too; the root itself is no topic and holds nothing.
      tell(node, found);
    }
    if (children == null) {
      return;
    }
    if (level.equals("#") || level.equals("+")) {
      children.forEach((name, child) -> {
        if (node != root || !name.startsWith("$")) { // [MQTT-4.7.2-1]
          match(child, filter, level.equals("#") ? at : at + 1, found);
        }
      });
      return;
    }
    Node child = children.get(level);
    if (child != null) {
      match(child, filter, at + 1, found);
    }
  }

  private static void tell(Node node, Consumer<Message> found) {
    Message message = node.message;
    if (message != null) {
      found.accept(message);
    }
  }

  private @Nullable Node find(String[] levels) {
    Node node = root;
    for (String level : levels) {
      node = node == null || node.children == null ? null : node.children.get(level);
    }
    return node;
  }

  private static boolean remove(Node node, String[] levels, int at) {
    if (at == levels.length) {
      boolean had = node.message != null;
      node.message = null;
      return had;
    }
    Map<String, Node> children = node.children;
    Node child = children == null ? null : children.get(levels[at]);
    if (children == null || child == null) {
      return false;
    }
    boolean removed = remove(child, levels, at + 1);
    if (child.message == null && (child.children == null || child.children.isEmpty())) {
      children.remove(levels[at]);
    }
    return removed;
  }

  private static final class Node {

    private volatile @Nullable Map<String, Node> children;
    private volatile @Nullable Message message;

    private Node childOrNew(String level) {
      Map<String, Node> known = children;
      if (known == null) {
        known = new ConcurrentHashMap<>(2);
        children = known;
      }
      return known.computeIfAbsent(level, _ -> new Node());
    }
  }
}
