package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicFiltersTest {
  private static void matches(String filter, String... topics) {
    for (String topic : topics) {
      assertThat(TopicFilters.matches(filter, topic)).as(filter + " " + topic).isTrue();
    }
  }

  private static void misses(String filter, String... topics) {
    for (String topic : topics) {
      assertThat(TopicFilters.matches(filter, topic)).as(filter + " " + topic).isFalse();
    }
  }

  /** [MQTT-4.7.1-2]: the multi-level wildcard stands for the parent level too. */
  @Test
  void multiLevelWildcard() {
    matches("sport/#", "sport", "sport/", "sport/a", "sport/a/b");
    matches("#", "a", "/", "a/b");
    matches("+/#", "a", "a/b");
    misses("sport/#", "sports", "a/sport");
    misses("a/b/+/#", "a/b");
  }

  /** [MQTT-4.7.1-3]: the single-level wildcard stands for one whole level. */
  @Test
  void singleLevelWildcard() {
    matches("a/+", "a/", "a/b");
    matches("+/+", "/a", "/");
    matches("+", "a");
    misses("a/+", "a", "a/b/c");
    misses("a/b+", "a/bc");
  }

  /** [MQTT-4.7.2-1]: leading wildcards do not match topics that start with a dollar sign. */
  @Test
  void dollarTopics() {
    misses("#", "$SYS", "$SYS/a");
    misses("+/a", "$SYS/a");
    matches("$SYS/#", "$SYS/a", "$SYS");
    matches("a/#", "a/$b");
  }

  @Test
  void validity() {
    for (String good : List.of("a", "/", "#", "+", "a/#", "+/a/+", "a//b", "$SYS/#", " ")) {
      assertThat(TopicFilters.isValidFilter(good)).as(good).isTrue();
    }
    for (String bad : List.of("", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b#", "a\0b")) {
      assertThat(TopicFilters.isValidFilter(bad)).as(bad).isFalse();
    }
  }
}
