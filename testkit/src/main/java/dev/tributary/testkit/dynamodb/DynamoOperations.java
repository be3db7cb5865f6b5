package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.testkit.WireServer;
import dev.tributary.testkit.WireServer.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol: one call in, one answer out, one at a time. */
final class DynamoOperations {
  private static final String TARGET = "DynamoDB_20120810.";
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final ObjectMapper JSON = new ObjectMapper();

  // Guarded by this.
  private final Map<String, DynamoTable> tables = new HashMap<>();
  private final Map<String, Long> calls = new HashMap<>();

  synchronized Reply handle(WireServer.Request call) throws IOException {
    String target = call.header("x-amz-target");
    String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : target;
    calls.merge(operation, 1L, Long::sum);
    try {
      return reply(200, perform(operation, JSON.readTree(call.body())));
    } catch (DynamoRefusal refusal) {
      ObjectNode body =
          JSON.createObjectNode()
              .put("__type", "com.amazonaws.dynamodb.v20120810#" + refusal.type())
              .put("message", refusal.getMessage());
      if (refusal.item() != null) {
        body.set("Item", refusal.item());
      }
      return reply(400, body);
    }
  }

  synchronized List<ObjectNode> items(String table) {
    DynamoTable known = tables.get(table);
    return known == null ? List.of() : known.copies();
  }

  synchronized long calls(String operation) {
    return calls.getOrDefault(operation, 0L);
  }

  private static Reply reply(int status, ObjectNode body) throws IOException {
    return new Reply.Answer(status, CONTENT_TYPE, JSON.writeValueAsBytes(body));
  }

  private ObjectNode perform(String operation, JsonNode request) throws DynamoRefusal {
    return switch (operation) {
      case "CreateTable" -> create(request);
      case "DescribeTable" -> described("Table", table(request));
      case "UpdateTable" -> {
        table(request).update(request);
        yield described("TableDescription", table(request));
      }
      case "GetItem" -> returned("Item", table(request).item(request.path("Key")));
      case "PutItem" -> put(table(request), request);
      case "UpdateItem" -> update(table(request), request);
      case "DeleteItem" -> delete(table(request), request);
      case "Scan" -> scan(table(request), request);
      case "Query" -> query(table(request), request);
      default -> throw DynamoRefusal.unknownOperation(operation);
    };
  }

  // --- tables

  private DynamoTable table(JsonNode request) throws DynamoRefusal {
    String name = request.path("TableName").asText();
    DynamoTable table = tables.get(name);
    if (table == null) {
      throw DynamoRefusal.noTable(name);
    }
    return table;
  }

  private ObjectNode create(JsonNode request) throws DynamoRefusal {
    DynamoTable table = new DynamoTable(request);
    String name = request.path("TableName").asText();
    if (tables.putIfAbsent(name, table) != null) {
      throw DynamoRefusal.tableExists(name);
    }
    return described("TableDescription", table);
  }

  private static ObjectNode described(String name, DynamoTable table) {
    return JSON.createObjectNode().set(name, table.description());
  }

  // --- single items

  private static ObjectNode put(DynamoTable table, JsonNode request) throws DynamoRefusal {
    ObjectNode item = request.path("Item").deepCopy();
    ObjectNode old = table.item(item);
    DynamoConditions.check(old, request);
    table.put(item);
    return returned(request, old, item);
  }

  private static ObjectNode update(DynamoTable table, JsonNode request) throws DynamoRefusal {
    ObjectNode old = table.item(request.path("Key"));
    DynamoConditions.check(old, request);
    ObjectNode item = old == null ? table.keyOf(request.path("Key")) : old.deepCopy();
    if (request.has("UpdateExpression")) {
      DynamoExpression.update(request.get("UpdateExpression").asText(), item, request);
    }
    for (Map.Entry<String, JsonNode> change : request.path("AttributeUpdates").properties()) {
      update(item, change.getKey(), change.getValue());
    }
    table.put(item);
    return returned(request, old, item);
  }

  /** The older form of an update. */
  private static void update(ObjectNode item, String attribute, JsonNode change)
      throws DynamoRefusal {
    String action = change.path("Action").asText("PUT");
    switch (action) {
      case "PUT" -> item.set(attribute, change.path("Value"));
      case "ADD" ->
          item.set(attribute, DynamoValues.sum(item.get(attribute), change.path("Value")));
      case "DELETE" -> {
        if (change.has("Value")) {
          throw DynamoRefusal.invalid("the fake does not delete from sets");
        }
        item.remove(attribute);
      }
      default -> throw DynamoRefusal.invalid("Action is " + action);
    }
  }

  private static ObjectNode delete(DynamoTable table, JsonNode request) throws DynamoRefusal {
    ObjectNode old = table.item(request.path("Key"));
    DynamoConditions.check(old, request);
    table.remove(request.path("Key"));
    return returned(request, old, null);
  }

  private static ObjectNode returned(
      JsonNode request, @Nullable ObjectNode old, @Nullable ObjectNode item) throws DynamoRefusal {
    String wanted = request.path("ReturnValues").asText("NONE");
    return switch (wanted) {
      case "NONE" -> JSON.createObjectNode();
      case "ALL_OLD" -> returned("Attributes", old);
      case "ALL_NEW" -> returned("Attributes", item);
      default -> throw DynamoRefusal.invalid("the fake does not know ReturnValues " + wanted);
    };
  }

  private static ObjectNode returned(String name, @Nullable ObjectNode item) {
    ObjectNode answer = JSON.createObjectNode();
    return item == null ? answer : answer.set(name, item);
  }

  // --- many items

  /** Of parallel scans, the first segment sees everything. */
  private static ObjectNode scan(DynamoTable table, JsonNode request) throws DynamoRefusal {
    boolean nothing = request.path("Segment").asInt(0) > 0;
    int limit = request.path("Limit").asInt(Integer.MAX_VALUE);
    List<ObjectNode> page =
        nothing ? List.of() : table.page(request.get("ExclusiveStartKey"), limit);
    ObjectNode answer = selected(page, request.path("FilterExpression").asText(""), request);
    if (page.size() == limit) {
      answer.set("LastEvaluatedKey", table.keyOf(page.getLast()));
    }
    return answer;
  }

  /** All at once: there are no pages of queries here. */
  private static ObjectNode query(DynamoTable table, JsonNode request) throws DynamoRefusal {
    if (request.has("Limit") || request.has("FilterExpression")) {
      throw DynamoRefusal.invalid("the fake knows no queries with Limit or FilterExpression");
    }
    List<ObjectNode> items =
        request.has("IndexName")
            ? table.indexed(request.get("IndexName").asText())
            : table.copies();
    return selected(items, request.path("KeyConditionExpression").asText(""), request);
  }

  private static ObjectNode selected(List<ObjectNode> items, String condition, JsonNode request)
      throws DynamoRefusal {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode selected = answer.putArray("Items");
    for (ObjectNode item : items) {
      if (condition.isEmpty() || DynamoExpression.holds(condition, item, request)) {
        selected.add(item);
      }
    }
    return answer.put("Count", selected.size()).put("ScannedCount", items.size());
  }
}
