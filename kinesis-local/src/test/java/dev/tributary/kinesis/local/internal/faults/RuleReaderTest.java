package dev.tributary.kinesis.local.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultRule;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleReaderTest {
  /** What was written is what was read, and the same when it is read again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"effect\":\"throttle\"}",
        "{\"id\":\"a.b-c_1\",\"operations\":[\"GetRecords\",\"PutRecords\"],\"stream\":\"s*\",\"effect\":\"none\"}",
        "{\"effect\":{\"error\":\"KMSThrottlingException\"}}",
        "{\"effect\":{\"status\":503,\"body\":false}}",
        "{\"effect\":{\"latency\":{\"fixed\":250.0}}}",
        "{\"effect\":{\"latency\":{\"uniform\":[10.0,50.0]}}}",
        "{\"effect\":{\"latency\":{\"normal\":{\"mean\":100.0,\"deviation\":20.0}}}}",
        "{\"effect\":{\"latency\":{\"lognormal\":{\"median\":20.0,\"p99\":800.0}}}}",
        "{\"effect\":{\"latency\":{\"percentiles\":{\"50.0\":20.0,\"99.9\":800.0}}}}",
        "{\"effect\":\"reset_before_storing\",\"from\":\"5s\",\"until\":\"1m\",\"after\":2,\"every\":3,\"probability\":0.5,\"times\":7,\"seed\":-1}",
        "{\"records\":{\"partition_keys\":[\"k\"],\"indexes\":[0,499],\"share\":0.1},\"effect\":\"internal_failure\"}",
        "{\"script\":[\"throttle\",{\"repeat\":3,\"effect\":{\"status\":500,\"body\":true}},\"reset_after_storing\"],\"loop\":true}"
      })
  void readsWhatItWrites(String json) {
    FaultRule rule = FaultRule.ofJson(json);
    assertThat(rule.toJson()).isEqualTo(json);
    assertThat(FaultRule.ofJson(rule.toJson())).isEqualTo(rule);
  }

  @Test
  void takesOneTextForAListAndANumberForALatency() {
    FaultRule rule =
        FaultRule.ofJson("{\"operations\": \"PutRecords\", \"effect\": {\"latency\": 12}}");
    assertThat(rule.operations()).containsExactly("PutRecords");
    assertThat(rule.toJson()).contains("{\"latency\":{\"fixed\":12.0}}");
  }

  /** What is listed can be sent back. */
  @Test
  void takesCountersAndIgnoresThem() {
    FaultRule rule = FaultRule.ofJson("{\"effect\": \"none\", \"counters\": {\"asked\": 3}}");
    assertThat(rule).isEqualTo(FaultRule.always(new FaultEffect.None()));
  }

  @Test
  void namesTheRuleThatIsWrong() {
    String rules = "{\"rules\": [{\"effect\": \"none\"}, {\"effect\": \"explode\"}]}";
    assertThatThrownBy(() -> RuleReader.rules(rules.getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("rules[1].effect is 'explode', must be one of none, throttle,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"effect"                                    | body is broken at line 1, must be one JSON value
          {"effect": "none"} {}                        | body is broken at line 1, must be one JSON value
          []                                           | rule is [], must be an object
          {}                                           | effect is missing, must be there, or script
          {"effect": "none", "script": []}             | effect is there beside script
          {"effect": 1}                                | effect is 1, must be one of none
          {"effect": {}}                               | effect is {}, must be one of none
          {"effect": {"error": "Oops"}}                | effect.error is Oops, must be one of [AccessDeniedException,
          {"effect": {"status": 404}}                  | effect.status is 404, must be 500 to 599
          {"effect": {"status": "503"}}                | effect.status is "503", must be a whole number
          {"effect": {"error": "InternalFailure", "status": 500}} | must be one of none
          {"effect": {"latency": -1}}                  | effect.latency.fixed is -1.0, must be 0 to 600000
          {"effect": {"latency": {"fixed": 1e9}}}      | effect.latency.fixed is 1.0E9, must be 0 to 600000
          {"effect": {"latency": {"uniform": [5, 1]}}} | effect.latency.uniform is 5.0 to 1.0, must not be falling
          {"effect": {"latency": {"uniform": [5]}}}    | effect.latency.uniform is [5], must be the least and the most
          {"effect": {"latency": {"normal": {}}}}      | effect.latency.normal.mean is missing, must be a number
          {"effect": {"latency": {"lognormal": {"median": 0, "p99": 1}}}} | must have a median above 0
          {"effect": {"latency": {"percentiles": {"50": 9, "60": 3}}}}    | must not fall with the percentile
          {"effect": {"latency": {"percentiles": {"101": 9}}}}            | must be above 0 to 100
          {"effect": {"latency": {"percentiles": {"x": 9}}}}              | must have numbers as names
          {"effect": {"latency": {}}}                  | effect.latency is {}, must be milliseconds, or have one of
          {"effect": "none", "operations": ["Put"]}    | operations is Put, must be names of Kinesis operations
          {"effect": "none", "operations": [3]}        | operations is 3, must be a text
          {"effect": "none", "probability": 0}         | probability is 0.0, must be above 0 and at most 1
          {"effect": "none", "probability": "x"}       | probability is "x", must be a number
          {"effect": "none", "times": -1}              | times is -1, must be at least 0
          {"effect": "none", "every": 0}               | every is 0, must be at least 1
          {"effect": "none", "after": 0.5}             | after is 0.5, must be a whole number
          {"effect": "none", "from": "soon"}           | from is "soon", must be a time such as 500ms
          {"effect": "none", "from": "9s", "until": "9s"} | until is 9s, must be later than from (9s)
          {"effect": "none", "loop": true}             | loop is true, must be given with script only
          {"effect": "none", "id": "reset"}            | id is reset, must match
          {"effect": "none", "id": "a/b"}              | id is a/b, must match
          {"effect": "none", "stream": ""}             | stream is '', must be 1 to 256 characters
          {"effect": "none", "probabilty": 1}          | probabilty is 1, must not be there; known are
          {"script": []}                               | script is 0 steps, must be 1 to
          {"script": [{"effect": "none", "repeat": 0}]} | script[0].repeat is 0, must be 1 to
          {"script": ["none", "bang"]}                 | script[1] is 'bang', must be one of none
          {"effect": {"latency": 5}, "records": {}}    | must be throttle, none, or an error of
          {"effect": "throttle", "records": {"share": 2}}      | records.share is 2.0, must be above 0 and at most 1
          {"effect": "throttle", "records": {"indexes": [500]}} | records.indexes is 500, must be 0 to 499
          {"effect": "throttle", "records": {"keys": []}}      | records.keys is [], must not be there
          {"effect": "throttle", "records": {}, "operations": "GetRecords"} | operations is [GetRecords], must be PutRecord
          """)
  void saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> FaultRule.ofJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
