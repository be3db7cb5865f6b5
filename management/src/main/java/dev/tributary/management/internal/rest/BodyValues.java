package dev.tributary.management.internal.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object; errors name the field, what was sent and what would be right.
 * A field that is null counts as not there, as in the original.
 *
 * @param path what stands before the names of fields in errors, such as {@code [2].}
 */
record BodyValues(Map<String, @Nullable Object> fields, String path) {

  static BodyValues of(Request request) throws ApiException {
    return new BodyValues(request.json(), "");
  }

  /**
   * The elements of a list of objects.
   *
   * @param path what the list is called in errors
   */
  static List<BodyValues> each(List<?> list, int sizeMax, String path) throws ApiException {
    if (list.size() > sizeMax) {
      throw ApiException.badRequest(
          "%s has %d elements: expected at most %d"
              .formatted(path.isEmpty() ? "the body" : path, list.size(), sizeMax));
    }
    List<BodyValues> values = new ArrayList<>();
    for (Object element : list) {
      values.add(of(element, path + "[" + (values.size() + 1) + "]"));
    }
    return values;
  }

  private static BodyValues of(@Nullable Object value, String path) throws ApiException {
    if (!(value instanceof Map<?, ?> map)) {
      throw ApiException.badRequest(path + " = " + text(value) + ": expected an object");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, below) -> fields.put(String.valueOf(key), below));
    return new BodyValues(fields, path + ".");
  }

  /** Refuses fields that nobody reads, so that a slip does not pass for a setting. */
  void requireKnown(Set<String> known) throws ApiException {
    for (String field : fields.keySet()) {
      if (!known.contains(field)) {
        throw ApiException.badRequest(
            path
                + QueryValues.shortened(field)
                + ": is not known: expected "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  String text(String field, String expected) throws ApiException {
    String text = textOrNull(field, expected);
    if (text == null) {
      throw missing(field, expected);
    }
    return text;
  }

  @Nullable String textOrNull(String field, String expected) throws ApiException {
    return switch (fields.get(field)) {
      case null -> null;
      case String text -> text;
      case Object other -> throw wrong(field, other, expected);
    };
  }

  /** Null if it is not there; a number may come as text. */
  @Nullable Long integerOrNull(String field, long min, long max) throws ApiException {
    Object value = fields.get(field);
    if (value == null) {
      return null;
    }
    String expected = "an integer from %d to %d".formatted(min, max);
    Long number =
        switch (value) {
          case Integer it -> it.longValue();
          case Long it -> it;
          case String it when it.matches("\\d{1,18}") -> Long.parseLong(it);
          default -> null;
        };
    if (number == null || number < min || number > max) {
      throw wrong(field, value, expected);
    }
    return number;
  }

  int integer(String field, int min, int max, int otherwise) throws ApiException {
    Long number = integerOrNull(field, min, max);
    return number == null ? otherwise : number.intValue();
  }

  boolean flag(String field, boolean otherwise) throws ApiException {
    return switch (fields.get(field)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case String text when text.equals("true") -> true;
      case String text when text.equals("false") -> false;
      case Object other -> throw wrong(field, other, "true or false");
    };
  }

  String oneOf(String field, List<String> names, @Nullable String otherwise) throws ApiException {
    String expected = "one of " + String.join(", ", names);
    String text = textOrNull(field, expected);
    if (text == null) {
      if (otherwise == null) {
        throw missing(field, expected);
      }
      return otherwise;
    }
    if (!names.contains(text)) {
      throw wrong(field, text, expected);
    }
    return text;
  }

  /** The object in a field; null if it is not there. */
  @Nullable BodyValues objectOrNull(String field) throws ApiException {
    Object value = fields.get(field);
    return value == null ? null : of(value, path + field);
  }

  ApiException missing(String field, String expected) {
    return ApiException.badRequest(path + field + ": is missing: expected " + expected);
  }

  ApiException wrong(String field, @Nullable Object value, String expected) {
    return ApiException.badRequest(path + field + " = " + text(value) + ": expected " + expected);
  }

  private static String text(@Nullable Object value) {
    return QueryValues.shortened(String.valueOf(value));
  }
}
