package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;

/** A compiled expression. Immutable and shared by all evaluations; what changes is in the scope. */
@FunctionalInterface
interface Expression {
  Value evaluate(Scope scope) throws EvaluationException;
}
