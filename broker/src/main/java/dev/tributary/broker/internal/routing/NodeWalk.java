package dev.tributary.broker.internal.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * All nodes of a trie that may change meanwhile. Remembers one place per level, not all that it has
 * still to visit: a node may have a million children.
 */
final class NodeWalk implements Iterator<Node> {

  private final Deque<Place> open = new ArrayDeque<>();
  private @Nullable Node next;

  /** How far it has come among the children of one node. */
  private static final class Place {
    private final Branches children;
    private int position;

    private Place(Branches children) {
      this.children = children;
    }
  }

  NodeWalk(Node root) {
    next = root;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Node next() {
    Node node = next;
    if (node == null) {
      throw new NoSuchElementException();
    }
    Branches children = node.children();
    if (children != null) {
      open.push(new Place(children));
    }
    Node any = node.any();
    if (any != null) {
      open.push(new Place(any));
    }
    next = following();
    return node;
  }

  private @Nullable Node following() {
    while (!open.isEmpty()) {
      Place place = open.element();
      Node child = place.children.from(place.position);
      if (child != null) {
        place.position = place.children.after(place.position);
        return child;
      }
      open.pop();
    }
    return null;
  }
}
