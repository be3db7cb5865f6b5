package dev.tributary.broker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 4.7. */
class TopicsTest {

  @ParameterizedTest
  @ValueSource(strings = {"#", "+", "a/#", "+/+/#", "/", "a//b", "+/a/+", "$SYS/#", " "})
  void validFilters(String filter) {
    assertThat(Topics.filterProblem(filter, 128)).isNull();
  }

  @ParameterizedTest // [MQTT-4.7.1-1], [MQTT-4.7.1-2], [MQTT-4.7.3-1], [MQTT-4.7.3-2]
  @ValueSource(strings = {"", "a#", "#/a", "a/#/b", "+a", "a+", "a/b+/c", "##", "++", "a\0b"})
  void invalidFilters(String filter) {
    assertThat(Topics.filterProblem(filter, 128)).isNotNull();
  }

  @ParameterizedTest // [MQTT-3.3.2-2], [MQTT-4.7.3-1], [MQTT-4.7.3-2]
  @ValueSource(strings = {"", "a/+", "#", "a\0", "1/2/3/4"})
  void invalidNames(String topic) {
    assertThat(Topics.nameProblem(topic, 3)).isNotNull();
  }

  @Test
  void levelsAreCounted() {
    assertThat(Topics.nameProblem("1/2/3", 3)).isNull();
    assertThat(Topics.filterProblem("1/2/+", 3)).isNull();
    assertThat(Topics.filterProblem("1/2/3/#", 3))
        .isEqualTo("4 topic levels: at most 3 are allowed");
  }
}
