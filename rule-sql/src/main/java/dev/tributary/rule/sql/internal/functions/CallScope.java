package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;

/** What a function can see besides its arguments. */
public interface CallScope {
  EvaluationContext context();

  /**
   * A column of the message itself, whatever aliases say; undefined outside SELECT and DO, as in
   * the original.
   */
  Value message(String column);

  /** The payload decoded as JSON, under the same rule. */
  Value messagePayload() throws EvaluationException;

  /** What the connection that brought the message keeps, whatever stands around. */
  ValueStore processDictionary();

  /**
   * Counts new text or list elements against the limits of the rule. Whoever makes something much
   * larger than its arguments asks before.
   *
   * @throws EvaluationException when the limit is exceeded
   */
  void charge(long size) throws EvaluationException;
}
