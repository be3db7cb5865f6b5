package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a write may be done: a condition as an expression, or in the older form "Expected". */
final class DynamoConditions {

  private DynamoConditions() {}

  /**
   * @param item what is there; null for nothing
   */
  static void check(@Nullable ObjectNode item, JsonNode request) throws DynamoRefusal {
    boolean holds = expected(item, request);
    if (request.has("ConditionExpression")) {
      String condition = request.get("ConditionExpression").asText();
      holds &= DynamoExpression.holds(condition, item, request);
    }
    if (!holds) {
      boolean shown =
          request.path("ReturnValuesOnConditionCheckFailure").asText().equals("ALL_OLD");
      throw DynamoRefusal.condition(shown ? item : null);
    }
  }

  private static boolean expected(@Nullable ObjectNode item, JsonNode request)
      throws DynamoRefusal {
    if (request.path("ConditionalOperator").asText("AND").equals("OR")) {
      throw DynamoRefusal.invalid("the fake does not know ConditionalOperator OR");
    }
    boolean holds = true;
    for (Map.Entry<String, JsonNode> one : request.path("Expected").properties()) {
      JsonNode value = item == null ? null : item.get(one.getKey());
      holds &= expected(value, one.getValue());
    }
    return holds;
  }

  private static boolean expected(@Nullable JsonNode value, JsonNode expectation)
      throws DynamoRefusal {
    if (expectation.has("ComparisonOperator")) {
      throw DynamoRefusal.invalid("the fake does not know ComparisonOperator: " + expectation);
    }
    return expectation.path("Exists").asBoolean(true)
        ? DynamoValues.same(value, expectation.get("Value"))
        : value == null;
  }
}
