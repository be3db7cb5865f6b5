package dev.tributary.management.internal.rest;

import dev.tributary.management.NodeInfo;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.ConnectorDefinitions;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import java.io.IOException;

/** {@code /connectors}. */
final class ConnectorRoutes {

  private final ConnectorDefinitions connectors;
  private final Views views;
  private final NodeInfo node;

  ConnectorRoutes(ConnectorDefinitions connectors, Views views, NodeInfo node) {
    this.connectors = connectors;
    this.views = views;
    this.node = node;
  }

  void addTo(Routes routes) {
    routes
        .get("/connectors", _ -> Reply.ok(connectors.all().stream().map(this::view).toList()))
        .post("/connectors", request -> Reply.created(view(connectors.create(request.json()))))
        .get("/connectors/{id}", request -> Reply.ok(view(connectors.find(request.path("id")))))
        .put(
            "/connectors/{id}",
            request -> Reply.ok(view(connectors.replace(request.path("id"), request.json()))))
        .delete("/connectors/{id}", this::delete)
        .put("/connectors/{id}/enable/{enable}", this::enable)
        .post("/connectors/{id}/{operation}", this::operate)
        .post("/nodes/{node}/connectors/{id}/{operation}", this::operateOnNode)
        .post("/connectors_probe", this::probe);
  }

  private Object view(Definition connector) {
    return views.connector(connector, connectors);
  }

  private Reply delete(Request request) throws ChangeRefused, IOException {
    connectors.delete(request.path("id"));
    return Reply.nothing();
  }

  private Reply enable(Request request) throws ApiException, ChangeRefused, IOException {
    connectors.enable(request.path("id"), flag(request));
    return Reply.nothing();
  }

  private Reply operateOnNode(Request request) throws ApiException, ChangeRefused, IOException {
    StatusRoutes.requireSelf(node, request);
    return operate(request);
  }

  private Reply operate(Request request) throws ApiException, ChangeRefused, IOException {
    requireStart(request);
    connectors.start(request.path("id"));
    return Reply.nothing();
  }

  private Reply probe(Request request) throws ApiException, ChangeRefused {
    return probed(connectors.probe(request.json()));
  }

  /** The answer to a probe. */
  static Reply probed(Health health) throws ApiException {
    if (health.status() != ResourceStatus.CONNECTED) {
      throw new ApiException(400, "TEST_FAILED", health.reason());
    }
    return Reply.nothing();
  }

  static boolean flag(Request request) throws ApiException {
    return switch (request.path("enable")) {
      case "true" -> true;
      case "false" -> false;
      case String other ->
          throw ApiException.badRequest("enable = " + other + ": expected true or false");
    };
  }

  static void requireStart(Request request) throws ApiException {
    if (!request.path("operation").equals("start")) {
      throw ApiException.badRequest(
          "operation = " + request.path("operation") + ": expected start");
    }
  }
}
