package dev.tributary.kinesis.local.internal.faults;

import org.jspecify.annotations.Nullable;

/** The rules in force, asked for every request. Thread-safe. */
public final class Faults {

  /**
   * What is to be done to a request of this operation.
   *
   * @param stream its stream's name; null if it has none
   */
  public Decision decide(String operation, @Nullable String stream) {
    return Decision.NOTHING;
  }
}
