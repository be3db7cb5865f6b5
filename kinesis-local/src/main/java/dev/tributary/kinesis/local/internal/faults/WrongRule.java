package dev.tributary.kinesis.local.internal.faults;

/** A rule that cannot be taken. The message names the field, its value and what would be right. */
public final class WrongRule extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private static final int VALUE_CHARS_MAX = 100;

  private final String field;
  private final String value;

  WrongRule(String field, Object value, String right) {
    super("%s is %s, %s".formatted(field, shortened(value), right));
    this.field = field;
    this.value = shortened(value);
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…";
  }

  String field() {
    return field;
  }

  String value() {
    return value;
  }

  /** The same, said of a rule inside something larger. */
  WrongRule within(String path) {
    return new WrongRule(path + field, value, right());
  }

  private String right() {
    return String.valueOf(getMessage()).substring((field + " is " + value + ", ").length());
  }
}
