package dev.tributary.management.internal.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an endpoint is asked, without HTTP around it. */
final class Request {

  private final Function<String, String> pathParameters;
  private final Function<String, List<String>> queryParameters;
  private final @Nullable Object body;
  private final String token;

  /**
   * @param body parsed JSON; an empty map if there is no body
   * @param token of the caller; empty on endpoints without login
   */
  Request(
      Function<String, String> pathParameters,
      Function<String, List<String>> queryParameters,
      @Nullable Object body,
      String token) {
    this.pathParameters = pathParameters;
    this.queryParameters = queryParameters;
    this.body = body;
    this.token = token;
  }

  String path(String name) {
    return pathParameters.apply(name);
  }

  /** The parameter after {@code ?}; null if it is not there, the first if it is repeated. */
  @Nullable String query(String name) {
    List<String> values = queryParameters.apply(name);
    return values.isEmpty() ? null : values.getFirst();
  }

  /** A parameter that may be repeated; empty if it is not there. */
  List<String> queries(String name) {
    return queryParameters.apply(name);
  }

  String token() {
    return token;
  }

  /** The body, which must be an object. */
  Map<String, @Nullable Object> json() throws ApiException {
    if (body instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      map.forEach((key, value) -> result.put(String.valueOf(key), value));
      return result;
    }
    throw ApiException.badRequest("the body has to be a JSON object");
  }

  /** The body, which must be a list. */
  List<?> jsonList() throws ApiException {
    if (body instanceof List<?> list) {
      return list;
    }
    throw ApiException.badRequest("the body has to be a JSON list");
  }
}
