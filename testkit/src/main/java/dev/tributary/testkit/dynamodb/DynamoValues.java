package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Typed values as they stand in JSON, such as {@code {"N":"12"}}: how they compare and add up. */
final class DynamoValues {
  private static final String NUMBER = "N";

  private DynamoValues() {}

  static boolean same(@Nullable JsonNode left, @Nullable JsonNode right) {
    if (left == null || right == null || !type(left).equals(type(right))) {
      return false;
    }
    JsonNode a = left.path(type(left));
    JsonNode b = right.path(type(right));
    return switch (type(left)) {
      case NUMBER -> number(left).compareTo(number(right)) == 0;
      case "SS", "NS", "BS" -> texts(a).equals(texts(b));
      default -> a.equals(b);
    };
  }

  /** Empty where DynamoDB's comparison is false whatever the operator: different types. */
  static Optional<Integer> compare(@Nullable JsonNode left, @Nullable JsonNode right) {
    if (left == null || right == null || !type(left).equals(type(right))) {
      return Optional.empty();
    }
    return switch (type(left)) {
      case NUMBER -> Optional.of(number(left).compareTo(number(right)));
      case "S" -> Optional.of(left.get("S").asText().compareTo(right.get("S").asText()));
      default -> Optional.empty();
    };
  }

  /** What ADD makes: a number that is not there counts as 0. */
  static ObjectNode sum(@Nullable JsonNode value, JsonNode addend) throws DynamoRefusal {
    if (!type(addend).equals(NUMBER) || (value != null && !type(value).equals(NUMBER))) {
      throw DynamoRefusal.invalid("the fake adds numbers only, not " + addend);
    }
    BigDecimal sum = value == null ? number(addend) : number(value).add(number(addend));
    return JsonNodeFactory.instance.objectNode().put(NUMBER, sum.toPlainString());
  }

  private static String type(JsonNode value) {
    return value.fieldNames().hasNext() ? value.fieldNames().next() : "";
  }

  private static BigDecimal number(JsonNode value) {
    return new BigDecimal(value.path(NUMBER).asText("0"));
  }

  private static Set<String> texts(JsonNode set) {
    Set<String> texts = new HashSet<>();
    set.forEach(member -> texts.add(member.asText()));
    return texts;
  }
}
