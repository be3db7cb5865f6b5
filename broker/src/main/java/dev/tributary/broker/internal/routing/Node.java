package dev.tributary.broker.internal.routing;

import org.jspecify.annotations.Nullable;

/**
 * A level of topic filters with wildcards. {@code #} is no node of its own but a second audience of
 * the level before it, and {@code +} a field, so that the usual filter, a path and a wildcard at
 * its end, costs one node of 32 bytes beyond what it shares. Written under the lock of the index.
 */
final class Node implements Branches {

  private final String name;
  private final int hash;
  private volatile @Nullable Branches children;
  private volatile @Nullable Node any;
  private volatile Audience here = Audience.Nobody.INSTANCE;
  private volatile Audience below = Audience.Nobody.INSTANCE;

  Node(String name, int hash) {
    this.name = name;
    this.hash = hash;
  }

  String name() {
    return name;
  }

  int hash() {
    return hash;
  }

  @Nullable Branches children() {
    return children;
  }

  void children(@Nullable Branches changed) {
    children = changed;
  }

  /** The child of that name, no wildcard. */
  @Nullable Node child(Level level) {
    Branches known = children;
    return known == null ? null : known.find(level);
  }

  /** The child {@code +}. */
  @Nullable Node any() {
    return any;
  }

  void any(@Nullable Node changed) {
    any = changed;
  }

  /** Of the filter that ends here, or of the one that goes on with {@code #} alone. */
  Audience audience(boolean hash) {
    return hash ? below : here;
  }

  void audience(boolean hash, Audience changed) {
    if (hash) {
      below = changed;
    } else {
      here = changed;
    }
  }

  boolean isEmpty() {
    return children == null && any == null && here.isNobody() && below.isNobody();
  }

  @Override
  public @Nullable Node find(Level level) {
    return level.is(name) ? this : null;
  }

  @Override
  public Branches with(Node child) {
    return Table.of(this, child);
  }

  @Override
  public @Nullable Branches without(Node child) {
    return child == this ? null : this;
  }

  @Override
  public @Nullable Node from(int position) {
    return position == 0 ? this : null;
  }

  @Override
  public int after(int position) {
    return 1;
  }
}
