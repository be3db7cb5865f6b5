package dev.tributary.management.internal.rest;

import dev.tributary.management.NodeInfo;
import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.store.Definition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /actions}. */
final class ActionRoutes {

  private final ActionDefinitions actions;
  private final Views views;
  private final NodeInfo node;

  ActionRoutes(ActionDefinitions actions, Views views, NodeInfo node) {
    this.actions = actions;
    this.views = views;
    this.node = node;
  }

  void addTo(Routes routes) {
    routes
        .get("/actions", _ -> Reply.ok(actions.all().stream().map(this::view).toList()))
        .post("/actions", request -> Reply.created(view(actions.create(request.json()))))
        .get("/actions/{id}", request -> Reply.ok(view(actions.find(request.path("id")))))
        .put(
            "/actions/{id}",
            request -> Reply.ok(view(actions.replace(request.path("id"), request.json()))))
        .delete("/actions/{id}", this::delete)
        .get("/actions/{id}/metrics", this::metrics)
        .put("/actions/{id}/metrics/reset", this::resetMetrics)
        .put("/actions/{id}/enable/{enable}", this::enable)
        .post("/actions/{id}/{operation}", this::operate)
        .post("/nodes/{node}/actions/{id}/{operation}", this::operateOnNode)
        .post("/actions_probe", this::probe)
        .get("/actions_summary", _ -> Reply.ok(actions.all().stream().map(this::summary).toList()))
        .get("/action_types", _ -> Reply.ok(List.of("kinesis")));
  }

  private Object view(Definition action) {
    return views.action(action, actions);
  }

  private Object summary(Definition action) {
    return views.actionSummary(action, actions);
  }

  private Reply delete(Request request) throws ChangeRefused, IOException {
    actions.delete(request.path("id"), "true".equals(request.query("also_delete_dep_actions")));
    return Reply.nothing();
  }

  private Reply metrics(Request request) throws ChangeRefused {
    String id = request.path("id");
    Map<String, @Nullable Object> answer =
        new LinkedHashMap<>(views.metrics(ActionFigures.counters(actions.metrics(id))));
    answer.put("statistics", ActionFigures.statistics(actions.statistics(id)));
    return Reply.ok(answer);
  }

  private Reply resetMetrics(Request request) throws ChangeRefused {
    actions.resetMetrics(request.path("id"));
    return Reply.nothing();
  }

  private Reply enable(Request request) throws ApiException, ChangeRefused, IOException {
    actions.enable(request.path("id"), ConnectorRoutes.flag(request));
    return Reply.nothing();
  }

  private Reply operateOnNode(Request request) throws ApiException, ChangeRefused, IOException {
    StatusRoutes.requireSelf(node, request);
    return operate(request);
  }

  private Reply operate(Request request) throws ApiException, ChangeRefused, IOException {
    ConnectorRoutes.requireStart(request);
    actions.start(request.path("id"));
    return Reply.nothing();
  }

  private Reply probe(Request request) throws ApiException, ChangeRefused {
    return ConnectorRoutes.probed(actions.probe(request.json()));
  }
}
