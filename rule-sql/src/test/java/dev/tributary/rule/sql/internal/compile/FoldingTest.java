package dev.tributary.rule.sql.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.functions.Functions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
  private static Optional<Value> folded(String function, Value... arguments) {
    return Functions.find(function, arguments.length) instanceof Functions.Found.Bound(var call)
        ? Folding.result(call, arguments)
        : Optional.empty();
  }

  @Test
  void whatDependsOnItsArgumentsAloneIsAConstant() {
    assertThat(folded("unescape", Value.of("\\n"))).contains(Value.of("\n"));
    assertThat(folded("json_decode", Value.of("{\"a\": [1]}")))
        .contains(Value.Map.of("a", Value.of(Value.of(1))));
    assertThat(folded("pad", Value.of("a"), Value.of(3))).contains(Value.of("a  "));
    assertThat(folded("map_new")).contains(Value.Map.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now_timestamp",
        "now_rfc3339",
        "random",
        "uuid_v4",
        "clientid",
        "payload",
        "mongo_date"
      })
  void whatDependsOnTheMomentOrTheMessageIsNot(String function) {
    assertThat(folded(function)).isEmpty();
  }

  @Test
  void norWhatStoresKeepOrVariablesSay() {
    Value key = Value.of("k");
    assertThat(folded("kv_store_put", key, key)).isEmpty();
    assertThat(folded("proc_dict_get", key)).isEmpty();
    assertThat(folded("getenv", key)).isEmpty();
    assertThat(folded("timezone_to_offset_seconds", Value.of("local"))).isEmpty();
  }

  @Test
  void norWhatFailsOrIsLarge() {
    assertThat(folded("regex_match", Value.of("a"), Value.of("("))).isEmpty();
    assertThat(folded("upper", Value.of(1))).isEmpty();
    assertThat(folded("pad", Value.of("a"), Value.of(1_000_000))).isEmpty();
    assertThat(folded("upper", Value.of("a".repeat(20_000)))).isEmpty();
  }
}
