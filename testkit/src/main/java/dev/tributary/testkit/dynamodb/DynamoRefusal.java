package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A call that is answered with one of DynamoDB's errors. */
final class DynamoRefusal extends Exception {
  private final String type;
  private final transient @Nullable ObjectNode item;

  private DynamoRefusal(String type, String message, @Nullable ObjectNode item) {
    super(message);
    this.type = type;
    this.item = item;
  }

  static DynamoRefusal invalid(String message) {
    return new DynamoRefusal("ValidationException", message, null);
  }

  static DynamoRefusal noTable(String name) {
    return new DynamoRefusal(
        "ResourceNotFoundException", "Requested resource not found: Table: " + name, null);
  }

  static DynamoRefusal tableExists(String name) {
    return new DynamoRefusal("ResourceInUseException", "Table already exists: " + name, null);
  }

  static DynamoRefusal unknownOperation(String name) {
    return new DynamoRefusal("UnknownOperationException", "the fake does not know " + name, null);
  }

  /**
   * @param item the one that is there, if the caller wanted to see it
   */
  static DynamoRefusal condition(@Nullable ObjectNode item) {
    return new DynamoRefusal(
        "ConditionalCheckFailedException", "The conditional request failed", item);
  }

  String type() {
    return type;
  }

  @Nullable ObjectNode item() {
    return item;
  }
}
