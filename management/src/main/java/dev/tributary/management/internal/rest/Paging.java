package dev.tributary.management.internal.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param page from 1
 * @param limit elements on a page
 */
record Paging(int page, int limit) {

  private static final int LIMIT_DEFAULT = 100;

  static Paging of(Request request) throws ApiException {
    return new Paging(
        positive("page", request.query("page"), 1),
        positive("limit", request.query("limit"), LIMIT_DEFAULT));
  }

  private static int positive(String name, @Nullable String text, int otherwise)
      throws ApiException {
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw ApiException.badRequest(name + " = " + text + ": expected an integer from 1");
  }

  /** The answer with this page of the elements. */
  <T> Map<String, Object> of(List<T> elements, boolean counted, Function<T, Object> view) {
    long from = Math.min(elements.size(), (page - 1L) * limit);
    long to = Math.min(elements.size(), from + limit);
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("page", page);
    meta.put("limit", limit);
    if (counted) {
      meta.put("count", elements.size());
    }
    meta.put("hasnext", to < elements.size());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", elements.subList((int) from, (int) to).stream().map(view).toList());
    answer.put("meta", meta);
    return answer;
  }
}
