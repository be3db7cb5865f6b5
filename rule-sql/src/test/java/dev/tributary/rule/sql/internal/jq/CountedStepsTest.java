package dev.tributary.rule.sql.internal.jq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import org.junit.jupiter.api.Test;

/**
 * Whatever function walks its input counts steps for that, before the clock could tell. Ten times
 * as much to walk is nearly ten times the steps.
 */
class CountedStepsTest {
  private static final int SMALL = 1_000;
  private static final int LARGE = 10_000;

  /** At least one step for so many characters, or elements of a list. */
  private static final int CHARS_PER_STEP = 64;

  private static final int ELEMENTS_PER_STEP = 4;

  /** They need not look at their input, or only at its type, its size or its ends. */
  private static final Set<String> CONSTANT =
      Set.of(
          "arrays",
          "booleans",
          "builtins",
          "debug",
          "empty",
          "env",
          "error",
          "finites",
          "first",
          "get_search_list",
          "halt",
          "halt_error",
          "have_decnum",
          "have_literal_numbers",
          "infinite",
          "input",
          "input_filename",
          "input_line_number",
          "inputs",
          "isnormal",
          "isinfinite",
          "isnan",
          "isfinite",
          "iterables",
          "last",
          "length",
          "nan",
          "normals",
          "not",
          "now",
          "nulls",
          "numbers",
          "objects",
          "scalars",
          "stderr",
          "strings",
          "toarray",
          "type",
          "values",
          "debug_scope",
          // The first elements of a list.
          "date",
          "todate",
          "todateiso8601");

  @Test
  void everyFunctionCountsTheElementsOfAList() throws Exception {
    assertThat(uncounted(CountedStepsTest::list, ELEMENTS_PER_STEP)).isEmpty();
  }

  @Test
  void everyFunctionCountsTheFieldsOfAnObject() throws Exception {
    assertThat(uncounted(CountedStepsTest::object, 1)).isEmpty();
  }

  @Test
  void everyFunctionCountsTheCharactersOfAText() throws Exception {
    assertThat(uncounted(CountedStepsTest::text, CHARS_PER_STEP))
        .as("but for tostream, which passes a text as it is")
        .allMatch(name -> name.startsWith("tostream: "));
  }

  private interface Made {
    JsonNode of(int size);
  }

  /** The functions without arguments that take the input, and do not count it. */
  private static List<String> uncounted(Made input, int partsPerStep) throws JsonQueryException {
    List<String> uncounted = new ArrayList<>();
    for (String name : names()) {
      long small = steps(name, input.of(SMALL));
      long large = steps(name, input.of(LARGE));
      boolean isTaken = small >= 0 && large >= 0;
      if (isTaken && large - small < (LARGE - SMALL) / partsPerStep / 2) {
        uncounted.add(name + ": " + small + ", " + large);
      }
    }
    return uncounted;
  }

  private static List<String> names() throws JsonQueryException {
    List<String> names = new ArrayList<>();
    Output collect =
        builtins ->
            builtins.forEach(builtin -> {
              String name = builtin.asText();
              String plain = name.substring(0, name.length() - 2);
              if (name.endsWith("/0") && !plain.startsWith("_") && !CONSTANT.contains(plain)) {
                names.add(plain);
              }
            });
    apply("builtins", Nodes.nothing(), collect);
    assertThat(names).hasSizeGreaterThan(60).contains("to_entries", "reverse", "sort", "tojson");
    return names;
  }

  /** Steps that the program needs for the input; -1 if it refuses it. */
  private static long steps(String program, JsonNode in) throws JsonQueryException {
    Budget budget = new Budget(0, 60_000);
    try {
      ScopedValue.where(Budget.CURRENT, budget)
          .call(() -> {
            apply(program, in, (Output) _ -> {});
            return true;
          });
    } catch (JsonQueryException | LimitException _) {
      return -1;
    }
    return budget.steps();
  }

  private static void apply(String program, JsonNode in, Output output) throws JsonQueryException {
    Budget budget = Budget.CURRENT.isBound() ? Budget.current() : new Budget(0, 60_000);
    ScopedValue.where(Budget.CURRENT, budget)
        .call(() -> {
          Rewriter.metered(ExpressionParser.compile(program, Versions.JQ_1_7))
              .apply(Scope.newChildScope(Builtins.scope()), in, output);
          return true;
        });
  }

  private static JsonNode list(int size) {
    ArrayNode list = Nodes.list();
    for (int i = 0; i < size; i++) {
      list.add(i % 100);
    }
    return list;
  }

  private static JsonNode object(int size) {
    ObjectNode object = Nodes.object();
    for (int i = 0; i < size; i++) {
      object.put("k" + i, i % 100);
    }
    return object;
  }

  private static JsonNode text(int size) {
    return Nodes.text("1".repeat(size));
  }
}
