package dev.tributary.server.internal.authentication;

import java.util.ArrayList;
import java.util.List;

/** One line of a CSV file (RFC 4180); quoted fields may hold commas and quotes, no line ends. */
final class CsvLine {

  private CsvLine() {}

  /**
   * The fields of a line.
   *
   * @throws IllegalArgumentException if quotes are not closed or stand within a field
   */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at <= line.length()) {
      if (at < line.length() && line.charAt(at) == '"') {
        var field = new StringBuilder();
        at = quoted(line, at + 1, field);
        fields.add(field.toString());
      } else {
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        fields.add(line.substring(at, end));
        at = end;
      }
      at++; // past the comma
    }
    return fields;
  }

  /** Answers where the field's comma stands, or the line's end. */
  private static int quoted(String line, int start, StringBuilder field) {
    int at = start;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c != '"') {
        field.append(c);
        at++;
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append('"');
        at += 2;
      } else if (at + 1 == line.length() || line.charAt(at + 1) == ',') {
        return at + 1;
      } else {
        throw new IllegalArgumentException("has text after a closing quote: expected a comma");
      }
    }
    throw new IllegalArgumentException("has a quote that is not closed");
  }
}
