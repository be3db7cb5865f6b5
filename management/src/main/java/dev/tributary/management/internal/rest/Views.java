package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ConnectorDefinitions;
import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions as REST shows them: what was defined, and beside it what is computed. */
final class Views {

  private static final DateTimeFormatter RULE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private final String node;

  Views(String node) {
    this.node = node;
  }

  Map<String, @Nullable Object> connector(Definition connector, ConnectorDefinitions connectors) {
    Health health = connectors.health(connector);
    Map<String, @Nullable Object> view = named(connector);
    view.put("actions", connectors.actionsOn(connector));
    view.put("sources", List.of());
    view.put("status", health.status().text());
    Map<String, Object> onNode = new LinkedHashMap<>();
    onNode.put("node", node);
    onNode.put("status", health.status().text());
    if (health.status() != ResourceStatus.CONNECTED && !health.reason().isEmpty()) {
      view.put("status_reason", health.reason());
      onNode.put("status_reason", health.reason());
    }
    view.put("node_status", List.of(onNode));
    view.putAll(connector.settings().shown());
    return view;
  }

  Map<String, @Nullable Object> action(Definition action, ActionDefinitions actions) {
    Health health = actions.health(action);
    Map<String, @Nullable Object> view = named(action);
    status(view, health);
    view.put("error", health.reason());
    view.put("rules", actions.rulesUsing(action));
    times(view, action);
    view.putAll(action.settings().shown());
    return view;
  }

  Map<String, @Nullable Object> actionSummary(Definition action, ActionDefinitions actions) {
    Map<String, @Nullable Object> view = named(action);
    Map<String, @Nullable Object> shown = action.settings().shown();
    status(view, actions.health(action));
    view.put("enable", shown.get("enable"));
    view.put("description", shown.get("description"));
    view.put("tags", shown.getOrDefault("tags", List.of()));
    view.put("rules", actions.rulesUsing(action));
    view.put(
        "referenced_as_fallback_action_by",
        actions.fallingBackTo(action).stream().map(Views::reference).toList());
    times(view, action);
    return view;
  }

  private void status(Map<String, @Nullable Object> view, Health health) {
    String status = health.status().text();
    view.put("status", status);
    view.put("status_reason", health.reason());
    Map<String, Object> onNode = new LinkedHashMap<>();
    onNode.put("node", node);
    onNode.put("status", status);
    onNode.put("status_reason", health.reason());
    view.put("node_status", List.of(onNode));
  }

  private static Map<String, @Nullable Object> named(Definition definition) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", definition.name());
    view.put("type", definition.id().substring(0, definition.id().indexOf(':')));
    view.put("namespace", null);
    return view;
  }

  private static Map<String, String> reference(Definition action) {
    Map<String, String> reference = new LinkedHashMap<>();
    reference.put("type", action.id().substring(0, action.id().indexOf(':')));
    reference.put("name", action.name());
    return reference;
  }

  private static void times(Map<String, @Nullable Object> view, Definition definition) {
    view.put("created_at", definition.createdAt().toEpochMilli());
    view.put("last_modified_at", definition.lastModifiedAt().toEpochMilli());
  }

  Map<String, @Nullable Object> rule(
      Definition rule, RuleDefinitions rules, ActionDefinitions actions) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", rule.id());
    view.putAll(rule.settings().shown());
    view.remove("metadata");
    view.put("from", rules.sources(rule));
    view.put("namespace", null);
    view.put("created_at", text(rule.createdAt()));
    view.put("last_modified_at", text(rule.lastModifiedAt()));
    view.put(
        "action_details",
        RuleDefinitions.actions(rule).stream()
            .filter(RuleAction.Sink.class::isInstance)
            .map(action -> detail(((RuleAction.Sink) action).actionId(), actions))
            .toList());
    return view;
  }

  private static Map<String, Object> detail(String actionId, ActionDefinitions actions) {
    int colon = actionId.indexOf(':');
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("type", actionId.substring(0, colon));
    detail.put("name", actionId.substring(colon + 1));
    detail.put(
        "status",
        actions
            .ifDefined(actionId)
            .map(found -> actions.health(found).status().text())
            .orElse("not_found"));
    return detail;
  }

  private static String text(Instant time) {
    return RULE_TIME.format(time);
  }

  /** {@code metrics} of the cluster, which is this node. */
  Map<String, Object> metrics(Map<String, ?> metrics) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("metrics", metrics);
    view.put("node_metrics", List.of(Map.of("node", node, "metrics", metrics)));
    return view;
  }
}
