package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.kinesis.local.internal.api.Shape.Member;
import dev.tributary.kinesis.local.internal.api.Shape.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds all values of a request that break rules of the API's model; the types are right. */
final class ShapeValues {
  private final Violations violations = new Violations();

  private ShapeValues() {}

  static void check(JsonNode request, Structure shape) throws KinesisException {
    ShapeValues values = new ShapeValues();
    values.structure("", request, shape);
    values.violations.check();
  }

  private void structure(String path, JsonNode object, Structure shape) {
    for (Member member : shape.members()) {
      String field = path + member.label();
      JsonNode value = object.get(member.name());
      if (value != null && !value.isNull()) {
        value(field, value, member.shape());
      } else if (member.required()) {
        violations.missing(field);
      }
    }
  }

  private void value(String field, JsonNode value, Shape shape) {
    switch (shape) {
      case Shape.Text text -> text.rule().report(field, value.textValue(), violations);
      case Shape.Choice choice -> {
        if (!choice.words().contains(value.textValue())) {
          violations.add(field, value.textValue(), choice.constraint());
        }
      }
      case Shape.Whole whole -> whole(field, value, whole);
      case Shape.Items items -> items(field, value, items);
      case Shape.Pairs pairs -> pairs(field, value, pairs);
      case Structure structure -> structure(field + ".", value, structure);
      case Shape.Blob _ -> PutEntry.reportLength(field, blobBytes(value), violations);
      case Shape.Flag _, Shape.Timestamp _ -> {}
    }
  }

  /** Of base64 that is still text. */
  private static int blobBytes(JsonNode value) {
    String text = value.asText();
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return Math.max(0, text.length() / 4 * 3 - padding);
  }

  private void whole(String field, JsonNode value, Shape.Whole shape) {
    long number = whole(value);
    if (number < shape.min()) {
      violations.add(
          field,
          String.valueOf(number),
          "Member must have value greater than or equal to " + shape.min());
    }
    if (number > shape.max()) {
      violations.add(
          field,
          String.valueOf(number),
          "Member must have value less than or equal to " + shape.max());
    }
  }

  /** Fractions are cut off, and what is too large for an integer is the largest there is. */
  static int whole(JsonNode value) {
    return (int) Math.clamp(value.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private void items(String field, JsonNode value, Shape.Items shape) {
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asText()));
    String quoted = items.toString();
    size(field, quoted, items.size(), shape.sizeMin(), shape.sizeMax());
    switch (shape.item()) {
      case Shape.Text text -> {
        if (!items.stream().allMatch(text.rule()::hasLength)) {
          violations.add(field, quoted, "Member must satisfy constraint: " + lengths(text.rule()));
        }
      }
      case Shape.Choice choice -> {
        if (!choice.words().containsAll(items)) {
          violations.add(
              field, quoted, "Member must satisfy constraint: [" + choice.constraint() + "]");
        }
      }
      case Shape.Whole _,
          Shape.Flag _,
          Shape.Timestamp _,
          Shape.Blob _,
          Shape.Items _,
          Shape.Pairs _,
          Structure _ ->
          throw new IllegalStateException("the model has no lists of " + shape.item());
    }
  }

  private void pairs(String field, JsonNode value, Shape.Pairs shape) {
    List<Map.Entry<String, JsonNode>> pairs = List.copyOf(value.properties());
    String quoted =
        pairs.stream()
            .map(pair -> pair.getKey() + "=" + pair.getValue().asText())
            .collect(Collectors.joining(", ", "{", "}"));
    size(field, quoted, pairs.size(), shape.sizeMin(), shape.sizeMax());
    if (!pairs.stream().allMatch(pair -> shape.key().hasLength(pair.getKey()))) {
      violations.add(field, quoted, "Map keys must satisfy constraint: " + lengths(shape.key()));
    }
    if (!pairs.stream().allMatch(pair -> shape.value().hasLength(pair.getValue().asText()))) {
      violations.add(field, quoted, "Map value must satisfy constraint: " + lengths(shape.value()));
    }
  }

  private void size(String field, String quoted, int size, int min, int max) {
    if (size > max) {
      violations.add(field, quoted, "Member must have length less than or equal to " + max);
    }
    if (size < min) {
      violations.add(field, quoted, "Member must have length greater than or equal to " + min);
    }
  }

  private static String lengths(TextRule rule) {
    return "[%s, %s]".formatted(rule.longest(), rule.shortest());
  }
}
