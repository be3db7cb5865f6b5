package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One table: its description and its items by key. Used under the lock of its owner. */
final class DynamoTable {
  private final String name;
  private final JsonNode keySchema;
  private final JsonNode billingMode;
  private final ArrayNode definitions;
  private final Map<String, JsonNode> indexes = new LinkedHashMap<>();
  private final NavigableMap<String, ObjectNode> items = new TreeMap<>();

  /**
   * @param request of CreateTable
   */
  DynamoTable(JsonNode request) {
    this.name = request.path("TableName").asText();
    this.keySchema = request.path("KeySchema");
    this.billingMode = request.path("BillingMode");
    this.definitions = JsonNodeFactory.instance.arrayNode();
    request.path("AttributeDefinitions").forEach(definitions::add);
    request.path("GlobalSecondaryIndexes").forEach(this::addIndex);
  }

  /** Takes what UpdateTable may bring: new indexes, which are complete at once. */
  void update(JsonNode request) throws DynamoRefusal {
    for (JsonNode change : request.path("GlobalSecondaryIndexUpdates")) {
      if (!change.has("Create")) {
        throw DynamoRefusal.invalid("the fake can only create indexes, not " + change);
      }
      addIndex(change.get("Create"));
    }
  }

  private void addIndex(JsonNode index) {
    indexes.put(index.path("IndexName").asText(), index);
  }

  ObjectNode description() {
    ObjectNode table =
        JsonNodeFactory.instance
            .objectNode()
            .put("TableName", name)
            .put("TableArn", "arn:aws:dynamodb:us-east-1:000000000000:table/" + name)
            .put("TableStatus", "ACTIVE")
            .put("ItemCount", items.size())
            .put("TableSizeBytes", 0);
    table.set("KeySchema", keySchema);
    table.set("AttributeDefinitions", definitions);
    table.putObject("BillingModeSummary").put("BillingMode", billingMode.asText("PROVISIONED"));
    table
        .putObject("ProvisionedThroughput")
        .put("ReadCapacityUnits", 0)
        .put("WriteCapacityUnits", 0);
    ArrayNode described = table.putArray("GlobalSecondaryIndexes");
    for (JsonNode index : indexes.values()) {
      ObjectNode one = described.addObject();
      one.put("IndexName", index.path("IndexName").asText()).put("IndexStatus", "ACTIVE");
      one.set("KeySchema", index.path("KeySchema"));
      one.set("Projection", index.path("Projection"));
    }
    return table;
  }

  // --- items

  @Nullable ObjectNode item(JsonNode key) throws DynamoRefusal {
    return items.get(keyText(key));
  }

  void put(ObjectNode item) throws DynamoRefusal {
    items.put(keyText(item), item);
  }

  void remove(JsonNode key) throws DynamoRefusal {
    items.remove(keyText(key));
  }

  /** The key of an item, or of a key alone. */
  ObjectNode keyOf(JsonNode item) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    keySchema.forEach(part -> {
      String attribute = part.path("AttributeName").asText();
      key.set(attribute, item.path(attribute));
    });
    return key;
  }

  private String keyText(JsonNode item) throws DynamoRefusal {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : keySchema) {
      JsonNode value = item.path(part.path("AttributeName").asText());
      if (value.isMissingNode()) {
        throw DynamoRefusal.invalid("the key " + part + " is missing in " + item);
      }
      text.append(value).append('\n');
    }
    return text.toString();
  }

  List<ObjectNode> copies() {
    return items.values().stream().map(ObjectNode::deepCopy).toList();
  }

  /** Of the items behind a key, or all, at most so many; in the order of keys. */
  List<ObjectNode> page(@Nullable JsonNode after, int limit) throws DynamoRefusal {
    Map<String, ObjectNode> rest = after == null ? items : items.tailMap(keyText(after), false);
    return rest.values().stream().limit(limit).toList();
  }

  /** What an index shows: items that have its keys, whole or only the keys. */
  List<ObjectNode> indexed(String index) throws DynamoRefusal {
    JsonNode known = indexes.get(index);
    if (known == null) {
      throw DynamoRefusal.invalid("The table does not have the specified index: " + index);
    }
    List<String> keys = attributes(known.path("KeySchema"));
    boolean keysOnly = known.path("Projection").path("ProjectionType").asText().equals("KEYS_ONLY");
    List<String> shown = new ArrayList<>(keys);
    shown.addAll(attributes(keySchema));
    return items.values().stream()
        .filter(item -> keys.stream().allMatch(item::has))
        .map(item -> keysOnly ? item.deepCopy().retain(shown) : item)
        .toList();
  }

  private static List<String> attributes(JsonNode schema) {
    return schema.valueStream().map(part -> part.path("AttributeName").asText()).toList();
  }
}
