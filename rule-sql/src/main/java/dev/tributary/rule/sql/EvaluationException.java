package dev.tributary.rule.sql;

/**
 * A rule failed on a message. Carries no stack trace, because a broken rule may fail on every
 * message.
 */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1;

  public EvaluationException(String message) {
    super(message, null, false, false);
  }
}
