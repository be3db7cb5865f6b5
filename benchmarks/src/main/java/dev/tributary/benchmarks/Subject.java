package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Started;
import java.util.Map;

/** Something that runs and can be given messages. */
interface Subject extends AutoCloseable {

  /** The process whose CPU counts. */
  Started measured();

  /** Lets so many messages through, and returns when the last is done with everywhere. */
  Map<String, Double> pass(long messages);

  @Override
  void close();
}
