package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One expression of a request, evaluated while it is read: conditions with comparisons, {@code
 * attribute_exists}, {@code attribute_not_exists}, AND, OR, NOT and parentheses; updates with SET,
 * REMOVE and ADD of whole attributes. Anything else is refused.
 */
final class DynamoExpression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*([#:]?[A-Za-z_][A-Za-z0-9_]*|<>|<=|>=|[=<>(),])");

  private final String text;
  private final JsonNode names;
  private final JsonNode values;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private DynamoExpression(String text, JsonNode request) throws DynamoRefusal {
    this.text = text;
    this.names = request.path("ExpressionAttributeNames");
    this.values = request.path("ExpressionAttributeValues");
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    if (matcher.regionStart() < matcher.regionEnd()) {
      throw refused();
    }
  }

  /**
   * @param item null where there is none
   * @param request gives names and values to the placeholders
   */
  static boolean holds(String condition, @Nullable ObjectNode item, JsonNode request)
      throws DynamoRefusal {
    DynamoExpression expression = new DynamoExpression(condition, request);
    boolean holds = expression.either(item);
    expression.end();
    return holds;
  }

  /** Changes the item, from values as they were before. */
  static void update(String update, ObjectNode item, JsonNode request) throws DynamoRefusal {
    DynamoExpression expression = new DynamoExpression(update, request);
    ObjectNode before = item.deepCopy();
    while (expression.at < expression.tokens.size()) {
      expression.clause(before, item);
    }
  }

  // --- conditions

  private boolean either(@Nullable ObjectNode item) throws DynamoRefusal {
    boolean holds = all(item);
    while (skip("OR")) {
      holds |= all(item); // no short cut: the rest has to be read
    }
    return holds;
  }

  private boolean all(@Nullable ObjectNode item) throws DynamoRefusal {
    boolean holds = one(item);
    while (skip("AND")) {
      holds &= one(item);
    }
    return holds;
  }

  private boolean one(@Nullable ObjectNode item) throws DynamoRefusal {
    if (skip("NOT")) {
      return !one(item);
    }
    if (skip("(")) {
      boolean holds = either(item);
      expect(")");
      return holds;
    }
    if (skip("ATTRIBUTE_EXISTS")) {
      return argument(item) != null;
    }
    if (skip("ATTRIBUTE_NOT_EXISTS")) {
      return argument(item) == null;
    }
    JsonNode left = operand(item);
    String operator = next();
    JsonNode right = operand(item);
    return compare(left, operator, right);
  }

  private @Nullable JsonNode argument(@Nullable ObjectNode item) throws DynamoRefusal {
    expect("(");
    JsonNode value = operand(item);
    expect(")");
    return value;
  }

  private boolean compare(@Nullable JsonNode left, String operator, @Nullable JsonNode right)
      throws DynamoRefusal {
    Optional<Integer> order = DynamoValues.compare(left, right);
    return switch (operator) {
      case "=" -> DynamoValues.same(left, right);
      case "<>" -> !DynamoValues.same(left, right);
      case "<" -> order.isPresent() && order.get() < 0;
      case "<=" -> order.isPresent() && order.get() <= 0;
      case ">" -> order.isPresent() && order.get() > 0;
      case ">=" -> order.isPresent() && order.get() >= 0;
      default -> throw refused();
    };
  }

  private @Nullable JsonNode operand(@Nullable ObjectNode item) throws DynamoRefusal {
    String token = next();
    if (token.startsWith(":")) {
      return value(token);
    }
    return item == null ? null : item.get(name(token));
  }

  // --- updates

  private void clause(ObjectNode before, ObjectNode item) throws DynamoRefusal {
    String verb = next().toUpperCase(Locale.ROOT);
    do {
      String name = name(next());
      switch (verb) {
        case "SET" -> {
          expect("=");
          JsonNode value = operand(before);
          if (value == null) {
            throw refused();
          }
          item.set(name, value);
        }
        case "REMOVE" -> item.remove(name);
        case "ADD" -> item.set(name, DynamoValues.sum(before.get(name), value(next())));
        default -> throw refused();
      }
    } while (skip(","));
  }

  // --- tokens

  private String name(String token) throws DynamoRefusal {
    if (!token.startsWith("#")) {
      return token;
    }
    if (!names.hasNonNull(token)) {
      throw refused();
    }
    return names.get(token).asText();
  }

  private JsonNode value(String token) throws DynamoRefusal {
    if (!values.hasNonNull(token)) {
      throw refused();
    }
    return values.get(token);
  }

  private boolean skip(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(token);
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(String token) throws DynamoRefusal {
    if (!skip(token)) {
      throw refused();
    }
  }

  private String next() throws DynamoRefusal {
    if (at == tokens.size()) {
      throw refused();
    }
    return tokens.get(at++);
  }

  private void end() throws DynamoRefusal {
    if (at < tokens.size()) {
      throw refused();
    }
  }

  private DynamoRefusal refused() {
    return DynamoRefusal.invalid(
        "the fake cannot read the expression '%s' at token %d".formatted(text, at));
  }
}
