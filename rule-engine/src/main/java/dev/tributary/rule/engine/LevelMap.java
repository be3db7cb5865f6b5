package dev.tributary.rule.engine;

import org.jspecify.annotations.Nullable;

/**
 * Nodes by the level of a topic that leads to them, found without cutting the level out of the
 * topic. Open addressing, at most half full. The keys come from rules and not from devices, so
 * nobody can choose them to collide.
 */
final class LevelMap {
  private @Nullable String[] levels = new String[2];
  private TopicIndex.@Nullable Node[] nodes = new TopicIndex.Node[2];
  private int size;

  /** The node for the characters of the topic between the two positions. */
  TopicIndex.@Nullable Node find(String topic, int from, int to) {
    return size == 0 ? null : nodes[slot(levels, topic, from, to)];
  }

  TopicIndex.Node findOrAdd(String level) {
    int slot = slot(levels, level, 0, level.length());
    TopicIndex.Node known = nodes[slot];
    if (known != null) {
      return known;
    }
    if ((size + 1) * 2 > levels.length) {
      grow();
      slot = slot(levels, level, 0, level.length());
    }
    TopicIndex.Node added = new TopicIndex.Node();
    levels[slot] = level;
    nodes[slot] = added;
    size++;
    return added;
  }

  private void grow() {
    @Nullable String[] roomierLevels = new String[levels.length * 2];
    TopicIndex.@Nullable Node[] roomierNodes = new TopicIndex.Node[levels.length * 2];
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      if (level != null) {
        int slot = slot(roomierLevels, level, 0, level.length());
        roomierLevels[slot] = level;
        roomierNodes[slot] = nodes[i];
      }
    }
    levels = roomierLevels;
    nodes = roomierNodes;
  }

  /** Where the level is, or the free place where it would be. */
  private static int slot(@Nullable String[] levels, String topic, int from, int to) {
    int mask = levels.length - 1;
    int slot = hash(topic, from, to) & mask;
    while (true) {
      String level = levels[slot];
      if (level == null
          || (level.length() == to - from && level.regionMatches(0, topic, from, to - from))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private static int hash(String topic, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + topic.charAt(i);
    }
    return hash ^ (hash >>> 16);
  }
}
