package dev.tributary.testkit.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers the first broken invariant, for the runtime survives whatever its callees throw. */
public final class Violations {

  private @Nullable AssertionError first;

  /** Throws if it does not hold. The text is made only then: there are millions of these. */
  void require(boolean holds, Supplier<String> what) {
    if (!holds) {
      AssertionError broken = new AssertionError(what.get());
      note(broken);
      throw broken;
    }
  }

  private void note(AssertionError broken) {
    if (first == null) {
      first = broken;
    }
  }

  /** Throws what was broken first, if anything was. */
  public void rethrow() {
    if (first != null) {
      throw first;
    }
  }
}
