package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** Loops and generators. They loop here, where the interpreter would recurse. */
final class Streams {
  /** A value on its way, with the path to it if paths are followed. */
  private record Item(JsonNode value, @Nullable Path path) {}

  /** Ends a generator that has given enough; unchecked, so that nothing in it can catch it. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  private Streams() {}

  static void define(Definitions definitions) {
    definitions.raw(
        "recurse",
        1,
        (scope, arguments, in, path, output, _) ->
            recurse(arguments.getFirst(), scope, new Item(in, path), output));
    definitions.written("recurse", "recurse(.[]?)");
    definitions.written("recurse", "recurse(f | select(condition))", "f", "condition");
    definitions.written("repeat", "recurse(f)", "f");
    definitions.raw(
        "while",
        2,
        (scope, arguments, in, path, output, _) ->
            whileTrue(arguments.get(0), arguments.get(1), scope, new Item(in, path), output));
    definitions.raw(
        "until",
        2,
        (scope, arguments, in, path, output, _) ->
            until(arguments.get(0), arguments.get(1), scope, new Item(in, path), output));
    definitions.raw(
        "limit",
        2,
        (scope, arguments, in, path, output, _) ->
            arguments
                .getFirst()
                .apply(
                    scope,
                    in,
                    (Output)
                        count ->
                            limit(count, arguments.get(1), scope, new Item(in, path), output)));
    definitions.written("first", "limit(1; f)", "f");
    definitions.written(
        "nth",
        "if $n < 0 then error(\"Out of bounds negative array index\") else last(limit($n + 1; f)) end",
        "$n",
        "f");
    definitions.raw(
        "isempty",
        1,
        (scope, arguments, in, _, output, _) ->
            output.emit(Nodes.truth(First.of(arguments.getFirst(), scope, in) == null), null));
    definitions.raw(
        "any",
        2,
        (scope, arguments, in, _, output, _) ->
            output.emit(Nodes.truth(gives(true, arguments, scope, in)), null));
    definitions.raw(
        "all",
        2,
        (scope, arguments, in, _, output, _) ->
            output.emit(Nodes.truth(!gives(false, arguments, scope, in)), null));
    definitions.written("any", "any(.[]; f)", "f");
    definitions.written("all", "all(.[]; f)", "f");
    definitions.written("any", "any(.[]; .)");
    definitions.written("all", "all(.[]; .)");
    definitions.raw("tostream", 0, (_, _, in, _, output, _) -> events(in, Nodes.list(), output));
    definitions.raw(
        "fromstream",
        1,
        (scope, arguments, in, _, output, _) ->
            fromStream(arguments.getFirst(), scope, in, output));
    definitions.written(
        "truncate_stream",
        ". as $depth | stream | select(.[0] | length > $depth) | .[0] |= .[$depth:]",
        "stream");
  }

  private static List<Item> all(Expression expression, Scope scope, Item in)
      throws JsonQueryException {
    List<Item> results = new ArrayList<>();
    expression.apply(
        scope,
        in.value(),
        in.path(),
        (value, path) -> results.add(new Item(value, path)),
        in.path() != null);
    return results;
  }

  private static boolean isTrue(Expression condition, Scope scope, JsonNode in)
      throws JsonQueryException {
    JsonNode first = First.of(condition, scope, in);
    return first != null && Nodes.isTrue(first);
  }

  private static void recurse(Expression next, Scope scope, Item start, PathOutput output)
      throws JsonQueryException {
    Deque<Item> waiting = new ArrayDeque<>();
    waiting.push(start);
    while (!waiting.isEmpty()) {
      Item item = waiting.pop();
      output.emit(item.value(), item.path());
      all(next, scope, item).reversed().forEach(waiting::push);
    }
  }

  private static void whileTrue(
      Expression condition, Expression next, Scope scope, Item start, PathOutput output)
      throws JsonQueryException {
    Deque<Item> waiting = new ArrayDeque<>();
    waiting.push(start);
    while (!waiting.isEmpty()) {
      Item item = waiting.pop();
      if (isTrue(condition, scope, item.value())) {
        output.emit(item.value(), item.path());
        all(next, scope, item).reversed().forEach(waiting::push);
      }
    }
  }

  private static void until(
      Expression condition, Expression next, Scope scope, Item start, PathOutput output)
      throws JsonQueryException {
    Deque<Item> waiting = new ArrayDeque<>();
    waiting.push(start);
    while (!waiting.isEmpty()) {
      Item item = waiting.pop();
      if (isTrue(condition, scope, item.value())) {
        output.emit(item.value(), item.path());
      } else {
        all(next, scope, item).reversed().forEach(waiting::push);
      }
    }
  }

  private static void limit(
      JsonNode count, Expression generator, Scope scope, Item in, PathOutput output)
      throws JsonQueryException {
    double most = count.doubleValue();
    if (!count.isNumber() || most == 0) {
      return;
    }
    Enough enough = new Enough();
    long[] given = {0};
    try {
      generator.apply(
          scope,
          in.value(),
          in.path(),
          (value, path) -> {
            given[0]++;
            output.emit(value, path);
            if (most > 0 && given[0] >= most) {
              throw enough;
            }
          },
          in.path() != null);
    } catch (Enough e) {
      if (e != enough) {
        throw e;
      }
    }
  }

  /**
   * Whether a condition ever gives this truth on the values of a generator; not looking further.
   */
  private static boolean gives(
      boolean wanted, List<Expression> generatorAndCondition, Scope scope, JsonNode in)
      throws JsonQueryException {
    Enough enough = new Enough();
    Output onTruth =
        truth -> {
          if (Nodes.isTrue(truth) == wanted) {
            throw enough;
          }
        };
    Output onValue = value -> generatorAndCondition.getLast().apply(scope, value, onTruth);
    try {
      generatorAndCondition.getFirst().apply(scope, in, onValue);
      return false;
    } catch (Enough e) {
      if (e != enough) {
        throw e;
      }
      return true;
    }
  }

  /** A leaf is told with its path; a list or object ends with the path of its last element. */
  private static void events(JsonNode in, ArrayNode path, PathOutput output)
      throws JsonQueryException {
    if (!in.isContainerNode() || in.isEmpty()) {
      output.emit(Nodes.list().add(path).add(in), null);
      return;
    }
    JsonNode last = Nodes.nothing();
    if (in.isObject()) {
      Budget.current().sorting(in.size());
    }
    List<String> keys = in.isObject() ? Order.sortedKeys(in) : List.of();
    for (int i = 0; i < in.size(); i++) {
      JsonNode key = in.isObject() ? Nodes.text(keys.get(i)) : Texts.computed(i);
      JsonNode element = in.isObject() ? in.path(keys.get(i)) : in.get(i);
      last = Nodes.list().addAll(path).add(key);
      events(element, (ArrayNode) last, output);
    }
    output.emit(Nodes.list().add(last), null);
  }

  private static void fromStream(Expression stream, Scope scope, JsonNode in, PathOutput output)
      throws JsonQueryException {
    JsonNode[] built = {Nodes.nothing()};
    Output onEvent =
        event -> {
          JsonNode path = event.path(0);
          boolean isLeaf = event.size() == 2;
          if (isLeaf) {
            built[0] = Paths.set(built[0], path, event.get(1));
          }
          if (isLeaf ? path.isEmpty() : path.size() == 1) {
            JsonNode whole = built[0];
            built[0] = Nodes.nothing();
            output.emit(whole, null);
          }
        };
    stream.apply(scope, in, onEvent);
  }
}
