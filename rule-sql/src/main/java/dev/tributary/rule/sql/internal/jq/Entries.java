package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Between objects and lists; lists of lists turned, or cut into equal parts. */
final class Entries {
  private static final List<String> KEYS = List.of("key", "k", "name", "Name", "K", "Key");
  private static final List<String> VALUES = List.of("value", "v", "Value", "V");

  private Entries() {}

  static void define(Definitions definitions) {
    definitions.light("to_entries", Entries::entries);
    definitions.plain("from_entries", Entries::object);
    definitions.plain("transpose", Entries::transposed);
    definitions.raw(
        "INDEX",
        2,
        (scope, arguments, in, _, output, _) ->
            output.emit(index(arguments.get(0), arguments.get(1), scope, in), null));
    definitions.written("INDEX", "INDEX(.[]; key)", "key");
    definitions.raw(
        "_nwise",
        1,
        (scope, arguments, in, _, output, _) ->
            arguments
                .getFirst()
                .apply(scope, in, (Output) size -> parts(in, size.doubleValue(), output)));
    definitions.written("_nwise", "list | _nwise($size)", "list", "$size");
  }

  private static JsonNode entries(JsonNode in) throws JsonQueryException {
    if (!in.isContainerNode()) {
      throw Texts.error(Texts.shown(in) + " has no keys");
    }
    Budget.current().fields(in.size());
    ArrayNode entries = Nodes.list();
    if (in.isArray()) {
      for (JsonNode element : in) {
        entries.add(entry(Texts.computed(entries.size()), element));
      }
    }
    for (Map.Entry<String, JsonNode> field : in.properties()) {
      entries.add(entry(Nodes.text(field.getKey()), field.getValue()));
    }
    return entries;
  }

  private static JsonNode entry(JsonNode key, JsonNode value) {
    ObjectNode entry = Nodes.object();
    entry.set("key", key);
    entry.set("value", value);
    return entry;
  }

  private static JsonNode object(JsonNode in) throws JsonQueryException {
    if (!in.isContainerNode()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    Budget.current().fields(in.size());
    ObjectNode object = Nodes.object();
    for (JsonNode entry : in) {
      if (!entry.isObject()) {
        throw Texts.error("Cannot index " + Texts.type(entry) + " with \"key\"");
      }
      object.set(Texts.text(key(entry)), value(entry));
    }
    return object;
  }

  /** What is missing or null counts as not given, false only as a last resort. */
  private static JsonNode key(JsonNode entry) {
    JsonNode key = entry.path(KEYS.getFirst());
    for (String name : KEYS) {
      if (key.isMissingNode() || key.isNull()) {
        key = entry.path(name);
      }
    }
    return key;
  }

  private static JsonNode value(JsonNode entry) {
    for (String name : VALUES) {
      if (entry.has(name)) {
        return entry.path(name);
      }
    }
    return Nodes.nothing();
  }

  private static JsonNode transposed(JsonNode in) throws JsonQueryException {
    if (!in.isArray()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    int longest = 0;
    for (JsonNode row : in) {
      if (!row.isArray() && !row.isNull()) {
        throw Texts.error("Cannot index " + Texts.type(row) + " with number");
      }
      longest = Math.max(longest, row.size());
    }
    Budget.current().elements((long) in.size() * longest);
    ArrayNode transposed = Nodes.list();
    for (int i = 0; i < longest; i++) {
      Budget.current().charge(1);
      ArrayNode column = Nodes.list();
      for (JsonNode row : in) {
        column.add(row.has(i) ? row.path(i) : Nodes.nothing());
      }
      transposed.add(column);
    }
    return transposed;
  }

  private static JsonNode index(Expression rows, Expression key, Scope scope, JsonNode in)
      throws JsonQueryException {
    ObjectNode index = Nodes.object();
    Output onRow =
        row ->
            key.apply(
                scope,
                row,
                (Output)
                    value -> {
                      Budget.current().charge(1);
                      index.set(Texts.text(value), row);
                    });
    rows.apply(scope, in, onRow);
    return index;
  }

  private static void parts(JsonNode in, double size, PathOutput output) throws JsonQueryException {
    if (!in.isArray() && !in.isTextual()) {
      throw Texts.error("Cannot cut " + Texts.shown(in) + " into parts");
    }
    if (!(size >= 1)) {
      throw Texts.error("A part must have at least one element");
    }
    Budget.current().walk(in);
    if (in.isTextual()) {
      parts(in.textValue(), (int) size, output);
      return;
    }
    int from = 0;
    do {
      ArrayNode part = Nodes.list();
      for (int i = from; i < Math.min(in.size(), (long) from + (int) size); i++) {
        part.add(in.get(i));
      }
      output.emit(part, null);
      from += part.size();
    } while (from < in.size());
  }

  private static void parts(String text, int size, PathOutput output) throws JsonQueryException {
    int from = 0;
    do {
      int left =
          text.codePointCount(
              from, Math.min(text.length(), (int) Math.min(Integer.MAX_VALUE, from + 2L * size)));
      int end = text.offsetByCodePoints(from, Math.min(size, left));
      output.emit(Nodes.text(text.substring(from, end)), null);
      from = end;
    } while (from < text.length());
  }
}
