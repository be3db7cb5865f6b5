package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.management.internal.store.Definition;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /rules} and {@code /rule_engine}. */
final class RuleRoutes {

  private final RuleDefinitions rules;
  private final ActionDefinitions actions;
  private final Views views;

  RuleRoutes(RuleDefinitions rules, ActionDefinitions actions, Views views) {
    this.rules = rules;
    this.actions = actions;
    this.views = views;
  }

  void addTo(Routes routes) {
    routes
        .get("/rules", this::list)
        .post("/rules", this::create)
        .get("/rules/{id}", request -> Reply.ok(view(rules.find(request.path("id")))))
        .put(
            "/rules/{id}",
            request -> Reply.ok(view(rules.merge(request.path("id"), request.json()))))
        .delete("/rules/{id}", this::delete)
        .get("/rules/{id}/metrics", this::metrics)
        .put("/rules/{id}/metrics/reset", this::resetMetrics)
        .get("/rule_engine", _ -> Reply.ok(rules.options()))
        .put("/rule_engine", request -> Reply.ok(rules.changeOptions(request.json())));
  }

  private Object view(Definition rule) {
    return views.rule(rule, rules, actions);
  }

  private Reply list(Request request) throws ApiException {
    Paging paging = Paging.of(request);
    RuleFilter filter = RuleFilter.of(request);
    List<Definition> found =
        rules.all().stream().filter(rule -> filter.passes(rule, rules)).toList();
    return Reply.ok(paging.of(found, filter.counted(), this::view));
  }

  private Reply create(Request request) throws ApiException, ChangeRefused, IOException {
    try {
      return Reply.created(view(rules.create(request.json())));
    } catch (ChangeRefused e) {
      if (e.reason() == ChangeRefused.Reason.ALREADY_EXISTS) {
        throw ApiException.badRequest(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private Reply delete(Request request) throws ChangeRefused, IOException {
    rules.delete(request.path("id"));
    return Reply.nothing();
  }

  private Reply metrics(Request request) throws ChangeRefused {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", request.path("id"));
    answer.putAll(views.metrics(rules.metrics(request.path("id")).byName()));
    return Reply.ok(answer);
  }

  private Reply resetMetrics(Request request) throws ChangeRefused {
    rules.resetMetrics(request.path("id"));
    return Reply.nothing();
  }
}
