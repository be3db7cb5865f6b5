package dev.tributary.rule.sql.internal.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedTest {
  private static MethodHandle converter(Class<?> type) throws ReflectiveOperationException {
    return Objects.requireNonNull(Prepared.converter(type, "f: what"));
  }

  @ParameterizedTest
  @ValueSource(classes = {CompiledPattern.class, DatePattern.class})
  void theSameTextIsPreparedOnceForEachCall(Class<?> type) throws Throwable {
    MethodHandle call = converter(type);
    Object first = call.invoke((Value) Value.of("%Y"));
    assertThat(call.invoke((Value) Value.of("%Y"))).isSameAs(first);
    assertThat(call.invoke((Value) Value.of(new byte[] {'%', 'Y'}))).isSameAs(first);
    assertThat(call.invoke((Value) Value.of("%m"))).isNotSameAs(first);
    assertThat(call.invoke((Value) Value.of("%Y"))).isNotSameAs(first);
    assertThat(converter(type).invoke((Value) Value.of("%Y"))).isNotSameAs(first);
  }

  @Test
  void whatCannotBePreparedFailsEachTime() throws Throwable {
    MethodHandle call = converter(CompiledPattern.class);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> call.invoke((Value) Value.of("(")))
          .isInstanceOf(EvaluationException.class)
          .hasMessage("f: what is no regular expression: Unclosed group");
      assertThatThrownBy(() -> call.invoke((Value) Value.of(1)))
          .isInstanceOf(EvaluationException.class)
          .hasMessage("f: what must be a string, but is an integer: take str of it");
      assertThatThrownBy(() -> call.invoke((Value) Value.of("a".repeat(5_000))))
          .isInstanceOf(EvaluationException.class)
          .hasMessage("f: what has more than 4096 characters");
      assertThatThrownBy(
              () -> call.invoke((Value) Value.of("(".repeat(2_000) + ")".repeat(2_000) + "*?+")))
          .isInstanceOf(EvaluationException.class);
    }
  }

  @Test
  void otherTypesArePassedOn() throws Exception {
    assertThat(Prepared.converter(String.class, "f: what")).isNull();
  }
}
