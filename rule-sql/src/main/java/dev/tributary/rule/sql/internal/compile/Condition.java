package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationException;

/** A compiled condition; {@link Expression} without making a value of the answer. */
@FunctionalInterface
interface Condition {
  boolean test(Scope scope) throws EvaluationException;
}
