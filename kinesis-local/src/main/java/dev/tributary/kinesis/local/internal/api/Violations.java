package dev.tributary.kinesis.local.internal.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is wrong with the values of a request, told at once and in AWS's words. */
final class Violations {
  /** AWS names no more than these. */
  private static final int COUNT_MAX = 10;

  private static final int VALUE_CHARS_MAX = 4096;

  private final List<String> found = new ArrayList<>();

  /**
   * @param field with a small first letter, and with the path to it
   * @param value as it is quoted; null if there is none
   */
  void add(String field, @Nullable String value, String constraint) {
    admit(
        "Value %s at '%s' failed to satisfy constraint: %s"
            .formatted(value == null ? "null" : quoted(value), field, constraint));
  }

  private void admit(String violation) {
    if (found.size() < COUNT_MAX) {
      found.add(violation);
    }
  }

  /** Without the value: so AWS names data, and lists of records. */
  void add(String field, String constraint) {
    admit("Value at '%s' failed to satisfy constraint: %s".formatted(field, constraint));
  }

  void addAll(Violations others) {
    others.found.forEach(this::admit);
  }

  void missing(String field) {
    add(field, null, "Member must not be null");
  }

  void check() throws KinesisException {
    if (!found.isEmpty()) {
      throw new KinesisException(ErrorType.VALIDATION, text());
    }
  }

  String text() {
    return "%d validation error%s detected: %s"
        .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found));
  }

  /** In quotation marks, as AWS writes it into its messages, and cut if it is a novel. */
  static String quoted(String value) {
    String text =
        value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX) + "…";
    return "'" + text + "'";
  }
}
