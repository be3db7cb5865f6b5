package dev.tributary.broker.internal.routing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Topic filters with wildcards, by level. Reading takes no lock; writing is serialised by the
 * index. A match goes to each node at most once, and only to nodes whose path matches the topic's
 * beginning, so that it costs at most the levels of those filters, however many others there are;
 * it keeps its place in a list of its own instead of the thread's stack. Branches that nobody needs
 * any more are cut off.
 */
final class WildcardTrie {

  private static final String ONE = "+";
  private static final String REST = "#";

  /** Names of levels such as "temp" come again under many parents. */
  private static final int NAMES = 1_024;

  private final Node root = new Node("", 0);
  private final int secret;
  private final @Nullable String[] names = new String[NAMES];

  WildcardTrie(int secret) {
    this.secret = secret;
  }

  boolean isEmpty() {
    return root.children() == null && root.any() == null && root.audience(true).isNobody();
  }

  /** Puts an audience in place of the one that the filter has. */
  void put(String filter, Audience audience) {
    Deque<Node> path = new ArrayDeque<>();
    Node node = root;
    Level level = new Level(filter, secret);
    boolean rest = false;
    int at = 0;
    while (at >= 0) {
      int next = level.at(at);
      rest = next < 0 && level.is(REST);
      if (!rest) {
        path.push(node);
        node = childOrNew(node, level);
      }
      at = next;
    }
    node.audience(rest, audience);
    cut(node, path);
  }

  Audience audience(String filter) {
    Node node = root;
    Level level = new Level(filter, secret);
    int at = 0;
    while (at >= 0) {
      int next = level.at(at);
      if (next < 0 && level.is(REST)) {
        return node.audience(true);
      }
      Node child = level.is(ONE) ? node.any() : node.child(level);
      if (child == null) {
        return Audience.Nobody.INSTANCE;
      }
      node = child;
      at = next;
    }
    return node.audience(false);
  }

  void match(String topic, Found to) {
    Level level = new Level(topic, secret);
    Waiting waiting = null;
    // [MQTT-4.7.2-1] a leading wildcard does not see topics of the server ($SYS, $events).
    boolean hidden = topic.startsWith("$");
    Node node = root;
    int at = 0;
    while (true) {
      if (!hidden) {
        node.audience(true).tell(to); // "sport/#" matches "sport" too (MQTT 5, 4.7.1.2)
      }
      Node next = null;
      if (at < 0) {
        node.audience(false).tell(to);
      } else {
        at = level.at(at);
        next = node.child(level);
        Node any = hidden ? null : node.any();
        if (any != null && next != null) {
          waiting = waiting == null ? new Waiting() : waiting;
          waiting.push(any, at);
        } else if (any != null) {
          next = any;
        }
      }
      hidden = false;
      if (next == null) {
        if (waiting == null || waiting.isEmpty()) {
          return;
        }
        next = waiting.pop();
        at = waiting.poppedAt();
      }
      node = next;
    }
  }

  /** Those of all filters. */
  Stream<Audience> audiences() {
    Iterable<Node> nodes = () -> new NodeWalk(root);
    return StreamSupport.stream(nodes.spliterator(), false)
        .flatMap(node -> Stream.of(node.audience(false), node.audience(true)))
        .filter(audience -> !audience.isNobody());
  }

  private Node childOrNew(Node node, Level level) {
    boolean one = level.is(ONE);
    Node known = one ? node.any() : node.child(level);
    if (known != null) {
      return known;
    }
    if (one) {
      Node fresh = new Node(ONE, 0);
      node.any(fresh);
      return fresh;
    }
    Node fresh = new Node(name(level), level.hash());
    Branches children = node.children();
    node.children(children == null ? fresh : children.with(fresh));
    return fresh;
  }

  private String name(Level level) {
    int place = level.hash() & (NAMES - 1);
    String known = names[place];
    if (known == null || !level.is(known)) {
      known = level.text();
      names[place] = known;
    }
    return known;
  }

  private static void cut(Node last, Deque<Node> path) {
    Node node = last;
    while (!path.isEmpty() && node.isEmpty()) {
      Node parent = path.pop();
      Branches children = parent.children();
      if (node == parent.any()) {
        parent.any(null);
      } else if (children != null) {
        parent.children(children.without(node));
      }
      node = parent;
    }
  }

  /** Where a match has still to go: at most one place per level of the topic. */
  private static final class Waiting {

    private static final int USUAL = 8;

    private Node[] nodes = new Node[USUAL];
    private int[] positions = new int[USUAL];
    private int size;

    private void push(Node node, int at) {
      if (size == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * size);
        positions = Arrays.copyOf(positions, 2 * size);
      }
      nodes[size] = node;
      positions[size++] = at;
    }

    private boolean isEmpty() {
      return size == 0;
    }

    private Node pop() {
      return nodes[--size];
    }

    private int poppedAt() {
      return positions[size];
    }
  }
}
