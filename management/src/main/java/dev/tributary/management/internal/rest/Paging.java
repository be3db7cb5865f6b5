package dev.tributary.management.internal.rest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param page from 1
 * @param limit elements on a page
 */
record Paging(int page, int limit) {

  private static final int LIMIT_DEFAULT = 100;

  /** Most elements on a page where the original has such a bound. */
  static final int LIMIT_MAX = 10_000;

  /** Of a list that may be asked for as a whole. */
  static Paging of(Request request) throws ApiException {
    return new Paging(
        positive("page", request.query("page"), 1),
        positive("limit", request.query("limit"), LIMIT_DEFAULT));
  }

  /** Of a list that may be long: at most {@link #LIMIT_MAX} elements at a time. */
  static Paging bounded(Request request) throws ApiException {
    return new Paging(positive("page", request.query("page"), 1), limit(request));
  }

  /** {@code limit} alone, where pages have no numbers. */
  static int limit(Request request) throws ApiException {
    return QueryValues.integer(request, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
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

  /**
   * One page taken out of a stream.
   *
   * @param count how many there are in all; -1 if they were not counted to the end
   */
  record Cut<T>(List<T> elements, long count, boolean hasNext) {}

  /**
   * Runs through the elements and keeps those of this page.
   *
   * @param counted false ends the run with the page
   */
  <T> Cut<T> cut(Stream<T> elements, boolean counted) {
    long from = (page - 1L) * limit;
    List<T> kept = new ArrayList<>();
    long seen = 0;
    Iterator<T> rest = elements.iterator();
    while (rest.hasNext() && (counted || seen <= from + limit)) {
      T element = rest.next();
      if (seen >= from && kept.size() < limit) {
        kept.add(element);
      }
      seen++;
    }
    return new Cut<>(kept, counted ? seen : -1, seen > from + limit);
  }

  /** The answer with this page of the elements. */
  <T> Map<String, Object> of(List<T> elements, boolean counted, Function<T, Object> view) {
    return of(elements.stream(), counted, view);
  }

  /** The answer with this page of the elements, which are run through once. */
  <T> Map<String, Object> of(Stream<T> elements, boolean counted, Function<T, Object> view) {
    Cut<T> cut = cut(elements, counted);
    return answer(cut, cut.elements().stream().map(view).toList());
  }

  /** The answer with what the elements of a page look like. */
  Map<String, Object> answer(Cut<?> cut, List<?> data) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("page", page);
    meta.put("limit", limit);
    if (cut.count() >= 0) {
      meta.put("count", cut.count());
    }
    meta.put("hasnext", cut.hasNext());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", data);
    answer.put("meta", meta);
    return answer;
  }
}
