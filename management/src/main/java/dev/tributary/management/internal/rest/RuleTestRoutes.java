package dev.tributary.management.internal.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.SqlTrial;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /rule_test}: SQL on a made-up message. */
final class RuleTestRoutes {

  private final RuleEngine engine;
  private final ObjectMapper mapper = new ObjectMapper();

  RuleTestRoutes(RuleEngine engine) {
    this.engine = engine;
  }

  void addTo(Routes routes) {
    routes.post("/rule_test", this::test);
  }

  private Reply test(Request request) throws ApiException, IOException {
    Map<String, @Nullable Object> body = request.json();
    if (!(body.get("sql") instanceof String sql)) {
      throw ApiException.badRequest("sql: expected the text of a rule");
    }
    if (!(body.get("context") instanceof Map<?, ?> context)) {
      throw ApiException.badRequest(
          "context: expected an object with event_type and fields of a message");
    }
    return switch (engine.test(sql, message(context))) {
      case SqlTrial.Output(Value value) -> Reply.ok(Json.write(value));
      case SqlTrial.NoMatch() ->
          throw new ApiException(
              412, "NOT_MATCH", "the SQL does not match: its FROM, or its WHERE, says no");
      case SqlTrial.BadSql(RuleSyntaxException problem) -> throw badSql(problem);
      case SqlTrial.Failed(String message) -> throw ApiException.badRequest(message);
    };
  }

  private Value.Map message(Map<?, ?> context) throws ApiException, IOException {
    try {
      if (Json.parse(mapper.writeValueAsBytes(context)) instanceof Value.Map message) {
        return message;
      }
    } catch (JsonException e) {
      throw ApiException.badRequest("context: " + e.getMessage());
    }
    throw ApiException.badRequest("context: expected an object");
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
