package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;

/**
 * A function bound to a number of arguments. What implements it is generated once per call in a
 * rule, and the JIT sees through it.
 */
public sealed interface Call {
  /** No arguments. */
  @FunctionalInterface
  non-sealed interface None extends Call {
    Value call(CallScope scope) throws EvaluationException;
  }

  /** One argument. */
  @FunctionalInterface
  non-sealed interface One extends Call {
    Value call(CallScope scope, Value argument) throws EvaluationException;
  }

  /** Two arguments. */
  @FunctionalInterface
  non-sealed interface Two extends Call {
    Value call(CallScope scope, Value first, Value second) throws EvaluationException;
  }

  /** Three and more. */
  @FunctionalInterface
  non-sealed interface Many extends Call {
    Value call(CallScope scope, Value[] arguments) throws EvaluationException;
  }
}
