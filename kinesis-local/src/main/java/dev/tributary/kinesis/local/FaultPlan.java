package dev.tributary.kinesis.local;

import java.util.List;

/** What happens to one request of a rule after the other. Immutable. */
public sealed interface FaultPlan {

  /** The same each time. */
  record Always(FaultEffect effect) implements FaultPlan {}

  /**
   * One step after the other.
   *
   * @param loop whether it starts again at its end; else the rule is over
   */
  record Script(List<Step> steps, boolean loop) implements FaultPlan {
    public Script {
      steps = List.copyOf(steps);
    }
  }

  /**
   * An effect on so many requests in a row.
   *
   * @param repeat 1 or more
   */
  record Step(FaultEffect effect, int repeat) {}
}
