package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of all values: null, false, true, numbers, strings by code points, lists, objects by
 * their keys and then their values.
 */
enum Order implements Comparator<JsonNode> {
  OF_VALUES;

  /** From here on neighbouring integers may be one double. */
  private static final double EXACT_MAX = 0x1p53;

  @Override
  public int compare(JsonNode left, JsonNode right) {
    Budget.current().part();
    int byKind = Integer.compare(kind(left), kind(right));
    if (byKind != 0) {
      return byKind;
    }
    return switch (left.getNodeType()) {
      case NUMBER -> numbers(left, right);
      case STRING, BINARY -> countedTexts(left.asText(), right.asText());
      case ARRAY -> lists(left, right);
      case OBJECT -> objects(left, right);
      case NULL, MISSING, POJO, BOOLEAN -> 0;
    };
  }

  private static int kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING, POJO -> 0;
      case BOOLEAN -> node.booleanValue() ? 2 : 1;
      case NUMBER -> 3;
      case STRING, BINARY -> 4;
      case ARRAY -> 5;
      case OBJECT -> 6;
    };
  }

  /** Not a number is less than every number, itself included. */
  private static int numbers(JsonNode left, JsonNode right) {
    double near = left.doubleValue();
    double other = right.doubleValue();
    if (Double.isNaN(near)) {
      return -1;
    }
    if (Double.isNaN(other)) {
      return 1;
    }
    if (near != other || Math.abs(near) < EXACT_MAX) {
      return near < other ? -1 : near > other ? 1 : 0;
    }
    if (left.isIntegralNumber() && right.isIntegralNumber()) {
      return left.bigIntegerValue().compareTo(right.bigIntegerValue());
    }
    return Double.isInfinite(near) ? 0 : left.decimalValue().compareTo(right.decimalValue());
  }

  private static int countedTexts(String left, String right) {
    Budget.current().chars(Math.min(left.length(), right.length()));
    return texts(left, right);
  }

  static int texts(String left, String right) {
    int end = Math.min(left.length(), right.length());
    for (int i = 0; i < end; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above all other characters.
        boolean high = Character.isSurrogate(a);
        return high == Character.isSurrogate(b) ? a - b : high ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }

  static List<String> sortedKeys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    keys.sort(Order::texts);
    return keys;
  }

  private int lists(JsonNode left, JsonNode right) {
    int end = Math.min(left.size(), right.size());
    for (int i = 0; i < end; i++) {
      int order = compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return left.size() - right.size();
  }

  private int objects(JsonNode left, JsonNode right) {
    Budget.current().sorting((long) left.size() + right.size());
    List<String> keys = sortedKeys(left);
    List<String> others = sortedKeys(right);
    for (int i = 0; i < Math.min(keys.size(), others.size()); i++) {
      int order = texts(keys.get(i), others.get(i));
      if (order != 0) {
        return order;
      }
    }
    if (keys.size() != others.size()) {
      return keys.size() - others.size();
    }
    for (String key : keys) {
      int order = compare(left.get(key), right.get(key));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
