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

  /**
   * Counts looking at so many bytes or elements, of which nothing may come: else a rule could look
   * at a large text once for every item of a large list. Texts that are arguments are counted by
   * {@link Arguments}.
   *
   * @throws EvaluationException when the steps of the rule are used up
   */
  void read(long size) throws EvaluationException;
}
