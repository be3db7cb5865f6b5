package dev.tributary.management.internal.rest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; errors name the parameter and what would be right. */
final class QueryValues {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,10})([kKmM]?[bB])?");

  private QueryValues() {}

  static int integer(Request request, String name, int min, int max, int otherwise)
      throws ApiException {
    String text = request.query(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw wrong(name, text, "an integer from %d to %d".formatted(min, max));
  }

  /** A size such as {@code 1MB}, {@code 64KB} or a number of bytes. */
  static int bytes(Request request, String name, int max, int otherwise) throws ApiException {
    String text = request.query(name);
    if (text == null) {
      return otherwise;
    }
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      long bytes =
          Long.parseLong(size.group(1))
              << switch (String.valueOf(size.group(2)).toUpperCase(Locale.ROOT)) {
                case "KB" -> 10;
                case "MB" -> 20;
                default -> 0;
              };
      if (bytes >= 1 && bytes <= max) {
        return (int) bytes;
      }
    }
    throw wrong(name, text, "a size from 1 to %d bytes, such as 1MB".formatted(max));
  }

  /** Null if the parameter was not sent. */
  static @Nullable Boolean flag(Request request, String name) throws ApiException {
    return switch (request.query(name)) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      case String other -> throw wrong(name, other, "true or false");
    };
  }

  /** One of the names; null if the parameter was not sent. */
  static @Nullable String oneOf(Request request, String name, List<String> names)
      throws ApiException {
    String text = request.query(name);
    if (text != null && !names.contains(text)) {
      throw wrong(name, text, "one of " + String.join(", ", names));
    }
    return text;
  }

  /** Milliseconds since 1970, from such a number or RFC 3339; null if it was not sent. */
  static @Nullable Long time(Request request, String name) throws ApiException {
    String text = request.query(name);
    if (text == null) {
      return null;
    }
    // A plus sign that was not encoded has become a blank on its way.
    Instant time = instant(text.replace(' ', '+'));
    if (time == null) {
      throw wrong(name, text, "a time such as 2026-11-22T18:00:00Z, or milliseconds since 1970");
    }
    return time.toEpochMilli();
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.matches("\\d{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  /** Refuses another node than this one; there is only this one. */
  static void requireNode(Request request, String node) throws ApiException {
    String asked = request.query("node");
    if (asked != null && !asked.equals(node)) {
      throw new ApiException(400, "NODE_DOWN", "node = " + shortened(asked) + ": expected " + node);
    }
  }

  static ApiException wrong(String name, String text, String expected) {
    return ApiException.badRequest(name + " = " + shortened(text) + ": expected " + expected);
  }

  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
