package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.sink.Receipt;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topic filters that match a topic: a trie with a level of a filter per step. The cost
 * depends on the topic and on what matches its beginning, not on how many filters there are.
 *
 * <p>Immutable once built; any number of threads look up at once, without allocating.
 */
final class TopicIndex {
  private static final Target[] NONE = {};

  /** Who is told of topics that its filter matches. */
  interface Target {
    void matched(String topic, Columns columns, Receipt receipt);
  }

  /** One level of some filters. */
  static final class Node {
    private final LevelMap children = new LevelMap();
    private @Nullable Node anyLevel;
    private Target[] here = NONE;
    private Target[] below = NONE;
  }

  private final Node root;

  private TopicIndex(Node root) {
    this.root = root;
  }

  /** Calls each target whose filter matches, once per filter, in no particular order. */
  void dispatch(String topic, Columns columns, Receipt receipt) {
    // Wildcards at the first level do not match topics of the server [MQTT-4.7.2-1].
    boolean wildcards = topic.isEmpty() || topic.charAt(0) != '$';
    walk(root, 0, wildcards, topic, columns, receipt);
  }

  /** Whether any filter matches. */
  boolean matchesAny(String topic) {
    return anyIn(root, 0, topic.isEmpty() || topic.charAt(0) != '$', topic);
  }

  private static boolean anyIn(Node node, int from, boolean wildcards, String topic) {
    if (wildcards && node.below.length > 0) {
      return true;
    }
    if (from > topic.length()) {
      return node.here.length > 0;
    }
    int slash = topic.indexOf('/', from);
    int end = slash < 0 ? topic.length() : slash;
    Node same = node.children.find(topic, from, end);
    if (same != null && anyIn(same, end + 1, true, topic)) {
      return true;
    }
    Node any = node.anyLevel;
    return any != null && wildcards && anyIn(any, end + 1, true, topic);
  }

  /**
   * @param from where the level after this node begins; beyond the end of the topic if the node
   *     stands for its last level
   */
  private static void walk(
      Node node, int from, boolean wildcards, String topic, Columns columns, Receipt receipt) {
    if (wildcards) {
      tell(node.below, topic, columns, receipt);
    }
    if (from > topic.length()) {
      tell(node.here, topic, columns, receipt);
      return;
    }
    int slash = topic.indexOf('/', from);
    int end = slash < 0 ? topic.length() : slash;
    Node same = node.children.find(topic, from, end);
    if (same != null) {
      walk(same, end + 1, true, topic, columns, receipt);
    }
    Node any = node.anyLevel;
    if (any != null && wildcards) {
      walk(any, end + 1, true, topic, columns, receipt);
    }
  }

  private static void tell(Target[] targets, String topic, Columns columns, Receipt receipt) {
    for (Target target : targets) {
      target.matched(topic, columns, receipt);
    }
  }

  /** Collects filters; used once, by one thread. */
  static final class Builder {
    private final Node root = new Node();

    /**
     * @param filter a valid topic filter
     */
    Builder add(String filter, Target target) {
      Node node = root;
      for (String level : filter.split("/", -1)) {
        if (level.equals("#")) {
          node.below = with(node.below, target);
          return this;
        }
        node = child(node, level);
      }
      node.here = with(node.here, target);
      return this;
    }

    TopicIndex build() {
      return new TopicIndex(root);
    }

    private static Node child(Node node, String level) {
      if (!level.equals("+")) {
        return node.children.findOrAdd(level);
      }
      Node any = node.anyLevel;
      if (any == null) {
        any = new Node();
        node.anyLevel = any;
      }
      return any;
    }

    private static Target[] with(Target[] targets, Target target) {
      Target[] longer = Arrays.copyOf(targets, targets.length + 1);
      longer[targets.length] = target;
      return longer;
    }
  }
}
