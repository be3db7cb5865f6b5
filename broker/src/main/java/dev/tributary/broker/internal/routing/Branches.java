package dev.tributary.broker.internal.routing;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The children of a node by name, wildcards aside: a single child stands for itself, several are in
 * a table. Changed by one thread at a time, which puts the answer in place of what it asked; read
 * by any meanwhile.
 */
sealed interface Branches permits Node, Branches.Table {

  @Nullable Node find(Level level);

  /** Adds a child whose name is new. */
  Branches with(Node child);

  /** Null if none is left. */
  @Nullable Branches without(Node child);

  /** The child at that position or after it, null if there is none; positions begin with 0. */
  @Nullable Node from(int position);

  /** Where to go on after the child that {@link #from} found there. */
  int after(int position);

  /**
   * Open addressing, at most half full: eight bytes a child. A removed child leaves a mark, so that
   * a reader who is on its way past it finds the others.
   */
  final class Table implements Branches {

    private static final int SMALLEST = 8;

    /** Its name is none that a level can have. */
    private static final Node REMOVED = new Node("/", 0);

    private final AtomicReferenceArray<@Nullable Node> slots;
    private int used;
    private int live;

    Table(int slots) {
      this.slots = new AtomicReferenceArray<>(slots);
    }

    static Table of(Node one, Node other) {
      Table table = new Table(SMALLEST);
      table.put(one);
      table.put(other);
      return table;
    }

    @Override
    public @Nullable Node find(Level level) {
      int mask = slots.length() - 1;
      int hash = level.hash();
      for (int i = hash & mask; ; i = (i + 1) & mask) {
        Node node = slots.getAcquire(i);
        if (node == null) {
          return null;
        }
        if (node.hash() == hash && level.is(node.name())) {
          return node;
        }
      }
    }

    @Override
    public Branches with(Node child) {
      if (2 * (used + 1) <= slots.length()) {
        put(child);
        return this;
      }
      Table larger = copy();
      larger.put(child);
      return larger;
    }

    @Override
    public Branches without(Node child) {
      int mask = slots.length() - 1;
      for (int i = child.hash() & mask; ; i = (i + 1) & mask) {
        Node node = slots.get(i);
        if (node == null) {
          return this;
        }
        if (node == child) {
          slots.setRelease(i, REMOVED);
          live--;
          break;
        }
      }
      Node first = live == 1 ? from(0) : null;
      if (first != null) {
        return first;
      }
      return slots.length() > SMALLEST && 8 * live < slots.length() ? copy() : this;
    }

    @Override
    public @Nullable Node from(int position) {
      int at = position(position);
      return at < 0 ? null : slots.getAcquire(at);
    }

    @Override
    public int after(int position) {
      return position(position) + 1;
    }

    private int position(int start) {
      for (int i = start; i < slots.length(); i++) {
        Node node = slots.getAcquire(i);
        if (node != null && node != REMOVED) {
          return i;
        }
      }
      return -1;
    }

    /** With room for as many again, and without the marks. */
    private Table copy() {
      int size = Math.max(SMALLEST, Integer.highestOneBit(live + 1) * 4);
      Table copy = new Table(size);
      for (int i = 0; i < slots.length(); i++) {
        Node node = slots.get(i);
        if (node != null && node != REMOVED) {
          copy.put(node);
        }
      }
      return copy;
    }

    private void put(Node child) {
      int mask = slots.length() - 1;
      int i = child.hash() & mask;
      while (slots.get(i) != null) {
        i = (i + 1) & mask;
      }
      slots.setRelease(i, child);
      used++;
      live++;
    }
  }
}
