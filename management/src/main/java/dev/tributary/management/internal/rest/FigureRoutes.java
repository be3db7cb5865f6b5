package dev.tributary.management.internal.rest;

import dev.tributary.management.NodeInfo;
import dev.tributary.management.internal.figures.Monitor;
import dev.tributary.management.internal.figures.NodeFigures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /metrics}, {@code /stats} and {@code /monitor}: figures of this node, which is all. */
final class FigureRoutes {

  /** No licence bounds the number of connections. */
  private static final int NO_QUOTA = Integer.MAX_VALUE;

  private static final int LATEST_SECONDS_MAX = 7 * 24 * 3_600;

  private final NodeFigures figures;
  private final Monitor monitor;
  private final NodeInfo node;
  private final InstantSource clock;

  FigureRoutes(Monitor monitor, NodeInfo node, InstantSource clock) {
    this.figures = monitor.figures();
    this.monitor = monitor;
    this.node = node;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .get("/metrics", request -> byNode(request, figures.counters()))
        .get("/stats", request -> byNode(request, figures.gauges(true)))
        .get("/nodes/{node}/metrics", request -> ofNode(request, figures.counters()))
        .get("/nodes/{node}/stats", request -> ofNode(request, figures.gauges(true)))
        .get("/monitor", this::series)
        .get("/monitor/nodes/{node}", this::seriesOfNode)
        .get("/monitor_current", _ -> Reply.ok(current()))
        .get("/monitor_current/nodes/{node}", this::currentOfNode);
  }

  private Reply byNode(Request request, Map<String, Long> values) throws ApiException {
    if (Boolean.TRUE.equals(QueryValues.flag(request, "aggregate"))) {
      return Reply.ok(values);
    }
    Map<String, Object> ofNode = new LinkedHashMap<>();
    ofNode.put("node", node.name());
    ofNode.putAll(values);
    return Reply.ok(List.of(ofNode));
  }

  private Reply ofNode(Request request, Map<String, Long> values) throws ApiException {
    StatusRoutes.requireSelf(node, request);
    return Reply.ok(values);
  }

  private Reply series(Request request) throws ApiException {
    int seconds = QueryValues.integer(request, "latest", 1, LATEST_SECONDS_MAX, 0);
    return Reply.ok(monitor.series(seconds == 0 ? null : Duration.ofSeconds(seconds)));
  }

  private Reply seriesOfNode(Request request) throws ApiException {
    StatusRoutes.requireSelf(node, request);
    return series(request);
  }

  private Map<String, Object> current() {
    Map<String, Object> view = monitor.current();
    view.put("license_quota", NO_QUOTA);
    return view;
  }

  private Reply currentOfNode(Request request) throws ApiException {
    StatusRoutes.requireSelf(node, request);
    Map<String, Object> view = current();
    view.put("node_uptime", Duration.between(node.startedAt(), clock.instant()).toMillis());
    return Reply.ok(view);
  }
}
