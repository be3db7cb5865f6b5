package dev.tributary.management.internal.rest;

import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of endpoints: what answers which method on which path. */
final class Routes {

  static final String PREFIX = "/api/v5";

  /**
   * One line of the table.
   *
   * @param open answers without login
   */
  record Route(HandlerType method, String path, boolean open, Endpoint endpoint) {}

  private final List<Route> routes = new ArrayList<>();

  Routes get(String path, Endpoint endpoint) {
    return add(HandlerType.GET, PREFIX + path, false, endpoint);
  }

  Routes post(String path, Endpoint endpoint) {
    return add(HandlerType.POST, PREFIX + path, false, endpoint);
  }

  Routes put(String path, Endpoint endpoint) {
    return add(HandlerType.PUT, PREFIX + path, false, endpoint);
  }

  Routes delete(String path, Endpoint endpoint) {
    return add(HandlerType.DELETE, PREFIX + path, false, endpoint);
  }

  /** An endpoint without login, at its full path. */
  Routes open(HandlerType method, String path, Endpoint endpoint) {
    return add(method, path, true, endpoint);
  }

  private Routes add(HandlerType method, String path, boolean open, Endpoint endpoint) {
    routes.add(new Route(method, path, open, endpoint));
    return this;
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  /** The methods of each path, for {@code allow}. */
  Map<String, Set<String>> methodsByPath() {
    Map<String, Set<String>> result = new LinkedHashMap<>();
    for (Route route : routes) {
      result.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method().name());
    }
    return result;
  }
}
