package dev.tributary.rule.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topic filters that match a topic: a trie with a level of a filter per step. The cost
 * depends on the topic and on what matches its beginning, not on how many filters there are.
 *
 * <p>Immutable once built; any number of threads look up at once, without allocating unless more
 * than one matches.
 */
final class TopicIndex {
  private static final Target[] NONE = {};

  /** A filter of a rule. */
  interface Target extends RuleMatch {
    /** Whether it counts for a topic that its filter matches. */
    boolean isFor(String topic);
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

  /**
   * The targets whose filter matches, once per filter, in no particular order; null if there are
   * none. One alone is given as it is, so that nothing is allocated for most messages.
   */
  @Nullable RuleMatch match(String topic) {
    // Wildcards at the first level do not match topics of the server [MQTT-4.7.2-1].
    boolean wildcards = topic.isEmpty() || topic.charAt(0) != '$';
    return walk(root, 0, wildcards, topic, null);
  }

  /**
   * @param from where the level after this node begins; beyond the end of the topic if the node
   *     stands for its last level
   * @param before what was found so far
   */
  private static @Nullable RuleMatch walk(
      Node node, int from, boolean wildcards, String topic, @Nullable RuleMatch before) {
    RuleMatch found = wildcards ? and(before, node.below, topic) : before;
    if (from > topic.length()) {
      return and(found, node.here, topic);
    }
    int slash = topic.indexOf('/', from);
    int end = slash < 0 ? topic.length() : slash;
    Node same = node.children.find(topic, from, end);
    if (same != null) {
      found = walk(same, end + 1, true, topic, found);
    }
    Node any = node.anyLevel;
    return any != null && wildcards ? walk(any, end + 1, true, topic, found) : found;
  }

  private static @Nullable RuleMatch and(
      @Nullable RuleMatch before, Target[] targets, String topic) {
    RuleMatch found = before;
    for (Target target : targets) {
      if (target.isFor(topic)) {
        found = and(found, target);
      }
    }
    return found;
  }

  private static RuleMatch and(@Nullable RuleMatch before, RuleMatch next) {
    return switch (before) {
      case null -> next;
      case SeveralMatches several -> several.and(next);
      default -> new SeveralMatches(before).and(next);
    };
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
