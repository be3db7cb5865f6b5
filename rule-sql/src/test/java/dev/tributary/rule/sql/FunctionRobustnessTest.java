package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every function with every kind of value: a value or an error that names the function. */
class FunctionRobustnessTest {
  private static final List<Value> VALUES =
      List.of(
          Value.UNDEFINED,
          Value.NULL,
          Value.TRUE,
          Value.of(0),
          Value.of(1),
          Value.of(-1),
          Value.of(255),
          Value.of(Long.MAX_VALUE),
          Value.of(Long.MIN_VALUE),
          Value.of(BigInteger.TWO.pow(70)),
          Value.of(0.5),
          Value.of(-1e300),
          Value.of(""),
          Value.of("a"),
          Value.of("a.b/ü😀"),
          Value.of("[\\"),
          Value.of("~p~s~10.2f~*c"),
          Value.of("(a|b)*\\1"),
          Value.of("%Y-%m-%d %H:%M:%S%:z"),
          Value.of("second"),
          Value.of("{\"a\":{\"b\":1}}"),
          Value.of(new byte[] {(byte) 131, 116, 0, 0, 0, (byte) 200, 97}),
          Value.of(new byte[] {31, (byte) 139, 8, 0, (byte) 255}),
          Value.of(),
          Value.of(Value.of(104), Value.of(105)),
          Value.of(Value.of(Value.of("x")), Value.NULL),
          Value.Map.empty(),
          Value.Map.of("a", Value.of(1)));

  private static final int ARGUMENTS_MAX = 6;
  private static final int TRIES = 300;

  private final RandomGenerator random = new SplittableRandom(11);

  @Test
  void anyArgumentsGiveAValueOrAnErrorThatNamesTheFunction() throws Exception {
    Set<String> nameless = new HashSet<>();
    int calls = 0;
    for (FunctionDescription function : FunctionCatalog.all()) {
      for (int arity = 0; arity <= ARGUMENTS_MAX; arity++) {
        CompiledRule rule = compiled(function.name(), arity);
        if (rule != null) {
          calls++;
          tries(function.name(), rule, arity, nameless);
        }
      }
    }
    assertThat(calls).isGreaterThan(150);
    assertThat(nameless).as("errors that do not name their function").isEmpty();
  }

  private void tries(String name, CompiledRule rule, int arity, Set<String> nameless) {
    int tries = arity == 0 ? 1 : arity == 1 ? VALUES.size() : TRIES;
    for (int i = 0; i < tries; i++) {
      List<Value> arguments = new ArrayList<>();
      for (int j = 0; j < arity; j++) {
        arguments.add(arity == 1 ? VALUES.get(i) : VALUES.get(random.nextInt(VALUES.size())));
      }
      try {
        RuleResult result = rule.evaluate(columns(arguments), new FixedContext());
        Json.write(((RuleResult.Rows) result).rows().getFirst());
      } catch (EvaluationException e) {
        if (!String.valueOf(e.getMessage()).contains(name) && !isLimit(e)) {
          nameless.add(name + ": " + e.getMessage());
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(name + arguments, e);
      }
    }
  }

  private static boolean isLimit(EvaluationException e) {
    return String.valueOf(e.getMessage()).startsWith("the rule ");
  }

  private static @org.jspecify.annotations.Nullable CompiledRule compiled(String name, int arity) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      arguments.add("a" + i);
    }
    try {
      return RuleSql.compile(
          "SELECT " + name + "(" + String.join(", ", arguments) + ") AS r FROM \"t\"");
    } catch (RuleSyntaxException _) {
      return null;
    }
  }

  private static Columns columns(List<Value> arguments) {
    Value.Map.Builder columns = Value.Map.builder().put("topic", Value.of("t/1"));
    for (int i = 0; i < arguments.size(); i++) {
      columns.put("a" + i, arguments.get(i));
    }
    return Columns.of(columns.build());
  }
}
