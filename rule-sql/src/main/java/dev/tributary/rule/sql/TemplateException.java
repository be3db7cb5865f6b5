package dev.tributary.rule.sql;

/** A template cannot be compiled. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1;

  public TemplateException(String message) {
    super(message);
  }
}
