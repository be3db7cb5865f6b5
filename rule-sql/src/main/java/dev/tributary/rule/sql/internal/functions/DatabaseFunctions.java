package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.FloatText;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Paths;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.util.ArrayList;
import java.util.List;

/** Values in the form that commands of databases want. */
final class DatabaseFunctions {
  private static final int DECIMALS = 6;

  private DatabaseFunctions() {}

  @RuleFunction(
      "The values of a list as they stand after VALUES in an SQL statement: strings in single quotes, numbers as they are,"
          + " undefined as NULL; lists and maps as JSON in quotes. Quotes and backslashes in strings get a backslash.")
  @Example(
      value = "join_to_sql_values_string(['a', 1, 2.5, no_such_column])",
      gives = "\"'a', 1, 2.5, NULL\"")
  @Example(value = "join_to_sql_values_string([[1], true])", gives = "\"'[1]', 'true'\"")
  static String joinToSqlValuesString(CallScope scope, Value.Array list)
      throws EvaluationException {
    Spelling.charge(scope, list);
    return String.join(", ", list.elements().stream().map(DatabaseFunctions::sqlValue).toList());
  }

  @RuleFunction(
      "A map as the arguments of Redis' HSET, for a command template such as HMSET key ${args}: the name of this function,"
          + " then names and values as strings. Fields whose value is a list, map, null or undefined are left out;"
          + " what is no map gives no fields.")
  @Example(
      value = "map_to_redis_hset_args(json_decode('{\"a\": 1, \"b\": \"x\"}'))",
      gives = "[\"map_to_redis_hset_args\", \"b\", \"x\", \"a\", \"1\"]")
  static List<Value> mapToRedisHsetArgs(@Kind("map") Value map) {
    List<Value> arguments = new ArrayList<>();
    arguments.add(Value.of("map_to_redis_hset_args"));
    if (Paths.opened(map) instanceof Value.Map fields) {
      for (String name : TermText.keys(fields).reversed()) {
        redisField(arguments, name, fields.value(name));
      }
    }
    return arguments;
  }

  private static void redisField(List<Value> arguments, String name, Value value) {
    switch (value) {
      case Value.Text _, Value.Int _, Value.BigInt _, Value.Bool _ -> {
        arguments.add(Value.of(name));
        arguments.add(TextForm.text(value));
      }
      case Value.Float(double number) -> {
        arguments.add(Value.of(name));
        arguments.add(Value.of(FloatText.fixed(number, DECIMALS)));
      }
      case Value.Undefined _, Value.Null _, Value.Array _, Value.Map _ -> {
        // Redis' fields hold nothing of that kind.
      }
    }
  }

  private static String sqlValue(Value value) {
    return switch (value) {
      case Value.Int _, Value.BigInt _, Value.Float _ -> TextForm.string(value);
      case Value.Undefined _ -> "NULL";
      case Value.Text _, Value.Bool _, Value.Null _ -> quoted(TextForm.string(value));
      case Value.Array _, Value.Map _ -> quoted(Json.writeText(value));
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
