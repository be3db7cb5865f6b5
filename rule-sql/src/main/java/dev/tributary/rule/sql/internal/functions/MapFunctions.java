package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Kinds;
import dev.tributary.rule.sql.internal.value.Paths;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps. A string that holds a map as JSON is taken as that map. Keys are listed in the order of
 * their bytes.
 */
final class MapFunctions {
  private MapFunctions() {}

  @RuleFunction(
      "The value as a map: a map itself, a string that holds one as JSON, or an empty list.")
  @Example(value = "map('{\"a\": 1}')", gives = "{\"a\": 1}")
  static Value.Map map(Value value) throws EvaluationException {
    return value instanceof Value.Array array && array.size() == 0
        ? Value.Map.empty()
        : opened("map", value);
  }

  @RuleFunction("An empty map.")
  @Example(value = "map_new()", gives = "{}")
  static Value.Map mapNew() {
    return Value.Map.empty();
  }

  @RuleFunction(
      "The value under a key, or under a path of keys with dots between them; undefined, or the default, if there is none."
          + " A key that has a dot itself is out of reach: see mget.")
  @Example(value = "map_get('a.b', json_decode('{\"a\": {\"b\": 1}}'))", gives = "1")
  static Value mapGet(@Kind("string or list") @Whole Value path, @Kind("map") Value map)
      throws EvaluationException {
    return Paths.lookup(map, keys("map_get", path));
  }

  @RuleFunction
  @Example(value = "map_get('x', map_new(), 0)", gives = "0")
  static Value mapGet(
      @Kind("string or list") @Whole Value path, @Kind("map") Value map, Value fallback)
      throws EvaluationException {
    Value found = mapGet(path, map);
    return found instanceof Value.Undefined ? fallback : found;
  }

  @RuleFunction(
      "The value under a key taken as it is written, dots and all, or under a list of keys one inside the other;"
          + " undefined, or the default, if there is none.")
  @Example(value = "mget('a.b', mput('a.b', 1, map_new()))", gives = "1")
  @Example(value = "mget(['a', 'b'], json_decode('{\"a\": {\"b\": 1}}'))", gives = "1")
  static Value mget(@Whole Value key, @Kind("map") Value map) throws EvaluationException {
    return Paths.lookup(opened("mget", map), literalKeys("mget", key));
  }

  @RuleFunction
  @Example(value = "mget('x', map_new(), 0)", gives = "0")
  static Value mget(@Whole Value key, @Kind("map") Value map, Value fallback)
      throws EvaluationException {
    Value found = mget(key, map);
    return found instanceof Value.Undefined ? fallback : found;
  }

  @RuleFunction(
      "The map with a value put under a key, or under a path of keys with dots between them; maps on the way are made."
          + " What is no map counts as an empty one.")
  @Example(value = "map_put('a.b', 1, map_new())", gives = "{\"a\": {\"b\": 1}}")
  static Value mapPut(
      @Kind("string or list") @Whole Value path, Value value, @Kind("map") Value map)
      throws EvaluationException {
    List<String> keys = keys("map_put", path);
    // As in the original, a path with dots keeps nothing of a map that is still JSON text.
    return put(keys.size() == 1 ? Paths.opened(map) : map, keys, value);
  }

  @RuleFunction(
      "The map with a value put under a key taken as it is written, dots and all, or under a list of keys one inside the other.")
  @Example(value = "mput('a.b', 1, map_new())", gives = "{\"a.b\": 1}")
  @Example(value = "mput(['a', 'b'], 1, map_new())", gives = "{\"a\": {\"b\": 1}}")
  static Value mput(@Whole Value key, Value value, @Kind("map") Value map)
      throws EvaluationException {
    return put(opened("mput", map), literalKeys("mput", key), value);
  }

  @RuleFunction("The keys of the map as a list, in the order of their bytes.")
  @Example(value = "map_keys(json_decode('{\"b\": 1, \"a\": 2}'))", gives = "[\"a\", \"b\"]")
  static List<Value> mapKeys(@Kind("map") @Whole Value map) throws EvaluationException {
    return TermText.keys(opened("map_keys", map)).stream().<Value>map(Value::of).toList();
  }

  @RuleFunction("The values of the map as a list, in the order of the bytes of their keys.")
  @Example(value = "map_values(json_decode('{\"b\": 1, \"a\": 2}'))", gives = "[2, 1]")
  static List<Value> mapValues(@Kind("map") @Whole Value map) throws EvaluationException {
    Value.Map opened = opened("map_values", map);
    return TermText.keys(opened).stream().map(opened::value).toList();
  }

  @RuleFunction(
      "The map as a list of maps with key and value, in the order of the bytes of the keys.")
  @Example(
      value = "map_to_entries(json_decode('{\"a\": 1}'))",
      gives = "[{\"key\": \"a\", \"value\": 1}]")
  static List<Value> mapToEntries(@Kind("map") @Whole Value map) throws EvaluationException {
    Value.Map opened = opened("map_to_entries", map);
    return TermText.keys(opened).stream()
        .<Value>map(key ->
            Value.Map.builder().put("key", Value.of(key)).put("value", opened.value(key)).build())
        .toList();
  }

  @RuleFunction("How many keys the map has.")
  @Example(value = "map_size(map_new())", gives = "0")
  static long mapSize(@Kind("map") Value map) throws EvaluationException {
    return opened("map_size", map).size();
  }

  private static Value put(Value into, List<String> keys, Value value) {
    Value.Map map = into instanceof Value.Map known ? known : Value.Map.empty();
    String key = keys.getFirst();
    Value inner =
        keys.size() == 1 ? value : put(map.value(key), keys.subList(1, keys.size()), value);
    return map.toBuilder().put(key, inner).build();
  }

  private static Value.Map opened(String function, Value value) throws EvaluationException {
    if (Paths.opened(value) instanceof Value.Map map) {
      return map;
    }
    throw new EvaluationException(
        function + ": map must be a map, but is " + Kinds.describe(value));
  }

  private static List<String> literalKeys(String function, Value key) throws EvaluationException {
    if (!(key instanceof Value.Array list)) {
      return List.of(key(function, key));
    }
    if (list.size() == 0 || list.size() > SqlLimits.VALUE_DEPTH) {
      throw new EvaluationException(
          function + ": a list of keys must have 1 to " + SqlLimits.VALUE_DEPTH);
    }
    List<String> keys = new ArrayList<>();
    for (Value element : list.elements()) {
      keys.add(key(function, element));
    }
    return keys;
  }

  private static List<String> keys(String function, Value path) throws EvaluationException {
    List<String> keys = List.of(key(function, path).split("\\.", -1));
    if (keys.size() > SqlLimits.VALUE_DEPTH) {
      throw new EvaluationException(
          function + ": a path has more than " + SqlLimits.VALUE_DEPTH + " keys");
    }
    return keys;
  }

  private static String key(String function, Value key) throws EvaluationException {
    return switch (key) {
      case Value.Text _, Value.Int _, Value.BigInt _, Value.Bool _ -> TextForm.string(key);
      default ->
          throw new EvaluationException(
              function + ": a key must be a string, but is " + Kinds.describe(key));
    };
  }
}
