package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Functions of lists: order, groups, sums. */
final class Lists {
  /** An element and what it is ordered by. */
  private record Keyed(JsonNode key, JsonNode element) {}

  /** Makes something of the elements in the order of their keys. */
  @FunctionalInterface
  private interface Arranged {
    JsonNode of(List<Keyed> sorted);
  }

  private Lists() {}

  static void define(Definitions definitions) {
    both(definitions, "sort", "sort_by", Lists::elements);
    both(definitions, "unique", "unique_by", sorted -> firsts(groups(sorted)));
    extreme(definitions, "min", true);
    extreme(definitions, "max", false);
    by(definitions, "group_by", Lists::groups);
    definitions.plain("add", Lists::sum);
    definitions.written("add", "[f] | add", "f");
    definitions.plain("flatten", in -> flat(in, Integer.MAX_VALUE));
    definitions.withOne("flatten", Lists::flattened);
    definitions.withOne("bsearch", Lists::searched);
    definitions.written("IN", "any(source == .; .)", "source");
    definitions.written("IN", "any(left == right; .)", "left", "right");
  }

  private static void both(Definitions definitions, String plain, String by, Arranged arranged) {
    definitions.plain(plain, in -> arranged.of(sorted(in, plain, element -> element)));
    by(definitions, by, arranged);
  }

  private static void by(Definitions definitions, String name, Arranged arranged) {
    definitions.raw(
        name,
        1,
        (scope, arguments, in, _, output, _) -> {
          Expression key = arguments.getFirst();
          output.emit(arranged.of(sorted(in, name, element -> all(key, scope, element))), null);
        });
  }

  /** The results of the key expression as a list. */
  private static JsonNode all(Expression key, Scope scope, JsonNode element)
      throws JsonQueryException {
    ArrayNode results = Nodes.list();
    key.apply(scope, element, (Output) results::add);
    return results;
  }

  private static void extreme(Definitions definitions, String name, boolean least) {
    definitions.plain(name, in -> extreme(in, least, element -> element));
    definitions.raw(
        name + "_by",
        1,
        (scope, arguments, in, _, output, _) -> {
          Expression key = arguments.getFirst();
          output.emit(extreme(in, least, element -> all(key, scope, element)), null);
        });
  }

  /** The first of those that are least, the last of those that are greatest, as in the original. */
  private static JsonNode extreme(JsonNode in, boolean least, Definitions.Plain key)
      throws JsonQueryException {
    if (!in.isArray()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    JsonNode found = Nodes.nothing();
    JsonNode keyOfFound = null;
    for (JsonNode element : in) {
      JsonNode keyOfElement = key.apply(element);
      boolean isLess = keyOfFound != null && Order.OF_VALUES.compare(keyOfElement, keyOfFound) < 0;
      if (keyOfFound == null || isLess == least) {
        found = element;
        keyOfFound = keyOfElement;
      }
    }
    return found;
  }

  private static List<Keyed> sorted(JsonNode in, String name, Definitions.Plain key)
      throws JsonQueryException {
    if (!in.isArray()) {
      throw Texts.error(
          name.startsWith("g") || name.startsWith("u")
              ? "Cannot iterate over " + Texts.shown(in)
              : Texts.shown(in) + " cannot be sorted, as it is not an array");
    }
    List<Keyed> keyed = new ArrayList<>(in.size());
    for (JsonNode element : in) {
      keyed.add(new Keyed(key.apply(element), element));
    }
    // Not a number is less than itself, which the sort of the JDK may notice and refuse.
    try {
      keyed.sort(Comparator.comparing(Keyed::key, Order.OF_VALUES));
    } catch (IllegalArgumentException _) {
      throw Texts.error("a list with values that are not numbers cannot be sorted");
    }
    return keyed;
  }

  private static JsonNode elements(List<Keyed> sorted) {
    ArrayNode elements = Nodes.list();
    sorted.forEach(one -> elements.add(one.element()));
    return elements;
  }

  private static ArrayNode groups(List<Keyed> sorted) {
    ArrayNode groups = Nodes.list();
    for (int i = 0; i < sorted.size(); i++) {
      boolean isNew =
          i == 0 || Order.OF_VALUES.compare(sorted.get(i - 1).key(), sorted.get(i).key()) != 0;
      if (isNew) {
        groups.add(Nodes.list());
      }
      ((ArrayNode) groups.get(groups.size() - 1)).add(sorted.get(i).element());
    }
    return groups;
  }

  private static JsonNode firsts(ArrayNode groups) {
    ArrayNode firsts = Nodes.list();
    groups.forEach(group -> firsts.add(group.get(0)));
    return firsts;
  }

  /** The place in a sorted list; if it is not there, -1 minus the place where it belongs. */
  private static JsonNode searched(JsonNode in, JsonNode wanted) throws JsonQueryException {
    if (!in.isArray()) {
      throw Texts.error(Texts.shown(in) + " cannot be searched from");
    }
    int from = 0;
    int to = in.size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = Order.OF_VALUES.compare(in.get(middle), wanted);
      if (order == 0) {
        return Texts.computed(middle);
      }
      from = order < 0 ? middle + 1 : from;
      to = order < 0 ? to : middle - 1;
    }
    return Texts.computed(-1 - from);
  }

  private static JsonNode sum(JsonNode in) throws JsonQueryException {
    if (!in.isContainerNode()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    if (in.isArray() && !in.isEmpty() && all(JsonNode::isTextual, in)) {
      return text(in);
    }
    if (in.isArray() && !in.isEmpty() && all(JsonNode::isArray, in)) {
      return flat(in, 1);
    }
    if (in.isArray() && !in.isEmpty() && all(JsonNode::isObject, in)) {
      return merged(in);
    }
    JsonNode sum = Nodes.nothing();
    for (JsonNode element : in) {
      Budget.current().charge(1);
      sum = Operator.plus(sum, element);
    }
    return sum;
  }

  private static boolean all(Predicate<JsonNode> test, JsonNode list) {
    for (JsonNode element : list) {
      if (!test.test(element)) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode merged(JsonNode objects) {
    ObjectNode merged = Nodes.object();
    for (JsonNode object : objects) {
      Budget.current().fields(1L + object.size());
      merged.setAll((ObjectNode) object);
    }
    return merged;
  }

  private static JsonNode text(JsonNode texts) {
    StringBuilder sum = new StringBuilder();
    for (JsonNode text : texts) {
      Budget.current().chars(text.textValue().length());
      Budget.current().text((long) sum.length() + text.textValue().length());
      sum.append(text.textValue());
    }
    return Nodes.text(sum.toString());
  }

  private static JsonNode flattened(JsonNode in, JsonNode depth) throws JsonQueryException {
    if (!depth.isNumber() || depth.doubleValue() < 0) {
      throw Texts.error("flatten depth must not be negative");
    }
    return flat(in, (int) depth.doubleValue());
  }

  private static JsonNode flat(JsonNode in, int depth) throws JsonQueryException {
    if (!in.isContainerNode()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    ArrayNode flat = Nodes.list();
    flatten(in, depth, flat);
    return flat;
  }

  private static void flatten(JsonNode in, int depth, ArrayNode into) {
    Budget budget = Budget.current();
    budget.room((long) in.size() + into.size());
    budget.charge(1);
    budget.walk(in);
    for (JsonNode element : in) {
      if (element.isArray() && depth > 0) {
        flatten(element, depth - 1, into);
      } else {
        into.add(element);
      }
    }
  }
}
