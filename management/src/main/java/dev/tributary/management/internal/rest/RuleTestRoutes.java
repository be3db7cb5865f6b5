package dev.tributary.management.internal.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.SqlTrial;
import dev.tributary.rule.engine.TrialResult;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQL on a made-up message or event: {@code /rule_test}, and a real rule's own. */
final class RuleTestRoutes {

  /** A boolean of the body: whether actions only render. */
  private static final String ONLY_RENDER = "stop_action_after_template_rendering";

  private final RuleEngine engine;
  private final RuleDefinitions rules;
  private final ObjectMapper mapper = new ObjectMapper();

  RuleTestRoutes(RuleEngine engine, RuleDefinitions rules) {
    this.engine = engine;
    this.rules = rules;
  }

  void addTo(Routes routes) {
    routes.post("/rule_test", this::testSql).post("/rules/{id}/test", this::testRule);
  }

  private Reply testSql(Request request) throws ApiException, IOException {
    Map<String, @Nullable Object> body = request.json();
    if (!(body.get("sql") instanceof String sql)) {
      throw ApiException.badRequest("sql: expected the text of a rule");
    }
    return switch (engine.test(sql, context(body))) {
      case SqlTrial.Output(Value value) -> Reply.ok(Json.write(value));
      case SqlTrial.NoMatch() -> throw noMatch();
      case SqlTrial.BadSql(RuleSyntaxException problem) -> throw badSql(problem);
      case SqlTrial.Failed(String message) -> throw ApiException.badRequest(message);
    };
  }

  private Reply testRule(Request request) throws ApiException, IOException {
    Map<String, @Nullable Object> body = request.json();
    Value.Map context = context(body);
    boolean onlyRender = onlyRender(body.getOrDefault(ONLY_RENDER, true));
    String id = existing(request.path("id"));
    return switch (tried(id, context, !onlyRender)) {
      case TrialResult.Ran ran ->
          Reply.ok(
              Json.write(
                  "true".equals(request.query("detail"))
                      ? TrialView.detailed(ran)
                      : TrialView.brief(ran)));
      case TrialResult.NoMatch() -> throw noMatch();
      case TrialResult.Failed(String message) -> throw ApiException.badRequest(message);
    };
  }

  private TrialResult tried(String id, Value.Map context, boolean runActions) throws ApiException {
    try {
      return engine.tryRule(id, context, runActions);
    } catch (IllegalArgumentException _) {
      throw ApiException.badRequest(
          "rule " + id + " is stored but not in order, and does not run; see the log");
    }
  }

  /** The original has a code of its own for rules that are missing here. */
  private String existing(String id) throws ApiException {
    try {
      return rules.find(id).id();
    } catch (ChangeRefused e) {
      throw new ApiException(404, "RULE_NOT_FOUND", String.valueOf(e.getMessage()));
    }
  }

  private static boolean onlyRender(@Nullable Object given) throws ApiException {
    return switch (String.valueOf(given)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw ApiException.badRequest(
              ONLY_RENDER
                  + " = "
                  + given
                  + ": expected true (only show what actions would send) or false (run them)");
    };
  }

  private Value.Map context(Map<String, @Nullable Object> body) throws ApiException, IOException {
    if (!(body.get("context") instanceof Map<?, ?> context)) {
      throw ApiException.badRequest(
          "context: expected an object with event_type and fields of a message or event");
    }
    try {
      if (Json.parse(mapper.writeValueAsBytes(context)) instanceof Value.Map fields) {
        return fields;
      }
    } catch (JsonException e) {
      throw ApiException.badRequest("context: " + e.getMessage());
    }
    throw ApiException.badRequest("context: expected an object");
  }

  private static ApiException noMatch() {
    return new ApiException(
        412, "NOT_MATCH", "the SQL does not match: its FROM, or its WHERE, says no");
  }

  /** Where it is wrong stands in fields of its own too, for editors. */
  private static ApiException badSql(RuleSyntaxException problem) {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("line", problem.line());
    place.put("column", problem.column());
    place.put("offending", problem.offending());
    place.put("expected", problem.expected());
    return new ApiException(400, "BAD_REQUEST", String.valueOf(problem.getMessage()), place);
  }
}
