package dev.tributary.rule.sql.internal.jq;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.literal.StringLiteral;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No expression of the interpreter runs without its meter, whatever version of it is in use. */
class RewriterTest {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Object> unmetered = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        ". as $x | [.a, .\"b\", .[0], .[1:2], .[], ..]",
        "def f(a; $b): a + $b; f(1; 2) | f(.; .)",
        "if .a then .b elif .c then .d else .e end",
        "try .a catch .b | .c? | (.d)? | .e // .f",
        "reduce .[] as [$x, {y: $z}] (0; . + $x) | foreach .[] as $i (0; . + 1; [.])",
        "label $out | 1, break $out",
        "{a: .b, \"c\": .d, (.e): .f, \"g\\(.h)\": 1, $__loc__, @base64 \"i\": 2}",
        "\"x\\(.a)\" | @base64 \"\\(.b)\" | @json",
        ".a = 1 | .b |= 2 | .c += 3 | .d //= 4 | .e -= 1 | .f *= 2 | .g /= 2 | .h %= 2",
        "-.a | . and .b or .c | not | 1 == 2 | 3 < 4 | 5 % 6",
        ". as {$a, b: [$c], (.d): $e} | [$a, $c, $e]",
      })
  void everyExpressionIsMetered(String program) throws Exception {
    Expression rewritten = Rewriter.metered(ExpressionParser.compile(program, Versions.JQ_1_7));
    check(rewritten);
    assertThat(unmetered).isEmpty();
  }

  private void look(@Nullable Object object) throws IllegalAccessException {
    if (object instanceof List<?> list) {
      for (Object element : list) {
        check(element);
      }
    }
    boolean isCode =
        object != null && object.getClass().getName().matches(".*(jackson.jq|sql).internal.*");
    if (!isCode || object instanceof Class<?> || object instanceof Enum<?> || !seen.add(object)) {
      return;
    }
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          check(field.get(object));
        }
      }
    }
  }

  private void check(@Nullable Object part) throws IllegalAccessException {
    boolean isOfInterpreter =
        part instanceof BinaryOperator operator && !(operator instanceof Operator);
    if (isOfInterpreter) {
      unmetered.add(part);
    }
    if (part instanceof Metered(Expression inner)) {
      look(inner);
    } else if (part instanceof Expression expression
        && !(expression instanceof StringLiteral)
        && !(expression instanceof ShortLists)) {
      unmetered.add(expression);
    } else {
      look(part);
    }
  }
}
