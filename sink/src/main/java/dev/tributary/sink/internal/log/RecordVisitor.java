package dev.tributary.sink.internal.log;

import dev.tributary.sink.SinkRecord;

/** Is shown records of a log, in order. */
@FunctionalInterface
public interface RecordVisitor {

  /** Whether it wants to see the next one too. */
  boolean visit(long sequence, SinkRecord record, byte[] extension);
}
