package dev.tributary.management.internal.rest;

import dev.tributary.rule.engine.EventCatalog;
import dev.tributary.rule.engine.EventDescription;
import dev.tributary.rule.sql.FunctionCatalog;
import dev.tributary.rule.sql.FunctionDescription;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be written in SQL, for editors: {@code /rule_events} and {@code /rule_functions}. */
final class RuleReferenceRoutes {

  void addTo(Routes routes) {
    routes
        .get("/rule_events", _ -> Reply.ok(Json.write(events())))
        .get("/rule_functions", RuleReferenceRoutes::functions);
  }

  private static Value events() {
    return Value.of(EventCatalog.all().stream().map(RuleReferenceRoutes::event).toList());
  }

  /** Texts stand under their language, as in the original; there is one language here. */
  private static Value event(EventDescription event) {
    Value.Map.Builder testColumns = Value.Map.builder();
    for (EventDescription.TestColumn column : event.testColumns()) {
      testColumns.put(
          column.name(), Value.of(List.of(column.sample(), Value.of(column.description()))));
    }
    return Value.Map.builder()
        .put("event", Value.of(event.event()))
        .put("title", Value.Map.of("en", Value.of(event.title())))
        .put("description", Value.Map.of("en", Value.of(event.description())))
        .put("raised", Value.of(event.raised()))
        .put("columns", Value.of(event.columns().stream().map(Value::of).toList()))
        .put("test_columns", testColumns.build())
        .put("sql_example", Value.of(event.sqlExample()))
        .build();
  }

  private static Reply functions(Request request) throws ApiException {
    String category = request.query("category");
    List<FunctionDescription> all = FunctionCatalog.all();
    List<Map<String, Object>> found =
        all.stream()
            .filter(each -> category == null || each.category().equalsIgnoreCase(category))
            .map(RuleReferenceRoutes::function)
            .toList();
    if (found.isEmpty()) {
      List<String> categories =
          all.stream().map(FunctionDescription::category).distinct().sorted().toList();
      throw ApiException.badRequest(
          "category = %s: expected one of %s".formatted(category, String.join(", ", categories)));
    }
    return Reply.ok(found);
  }

  private static Map<String, Object> function(FunctionDescription function) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", function.name());
    view.put("category", function.category());
    view.put("signatures", function.signatures());
    view.put("description", function.description());
    view.put("examples", function.examples().stream().map(RuleReferenceRoutes::example).toList());
    return view;
  }

  private static Map<String, String> example(FunctionDescription.Example example) {
    Map<String, String> view = new LinkedHashMap<>();
    view.put("expression", example.expression());
    view.put("result", example.result());
    return view;
  }
}
