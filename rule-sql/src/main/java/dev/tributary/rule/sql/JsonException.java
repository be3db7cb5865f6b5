package dev.tributary.rule.sql;

/**
 * A text is not JSON, or exceeds the limits of {@link Json}. Carries no stack trace: such texts
 * come from devices.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  public JsonException(String message) {
    super(message, null, false, false);
  }
}
