package dev.tributary.sink;

/**
 * Where a record came from and who counts how it ended. One instance per rule, shared by its
 * records.
 */
public interface Origin {

  /** Records of tests and tools that nobody counts. */
  Origin NONE = (Outcome outcome) -> {};

  /**
   * Called exactly once per submitted record, with its final outcome: {@link Outcome.Delivered},
   * {@link Outcome.Failed} or {@link Outcome.Dropped}. Any thread; must not block.
   */
  void finished(Outcome outcome);
}
