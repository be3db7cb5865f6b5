package dev.tributary.sink.internal.log;

/** Rewrites a segment of which little is alive. */
final class Compaction {

  /** Of a file that is not finished: it never counts. */
  static final String SUFFIX = ".compact";

  private Compaction() {}
}
