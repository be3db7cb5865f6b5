package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.TopicFilters;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TopicIndexTest {
  private static final Columns NO_COLUMNS = Columns.of(Value.Map.empty());
  private static final String[] LEVELS = {"a", "b", "", "long-level-of-a-topic", "温度", "$SYS"};

  private static final String NOT_COUNTED = "!";

  private final List<String> found = new ArrayList<>();

  @Test
  @DisplayName("[MQTT-4.7.1-1] '#' matches its parent and any number of levels")
  void multiLevelWildcard() {
    TopicIndex index = index("sport/tennis/#", "#", "sport/#");
    assertThat(find(index, "sport/tennis/player1/score"))
        .containsExactly("#", "sport/#", "sport/tennis/#");
    assertThat(find(index, "sport/tennis")).containsExactly("#", "sport/#", "sport/tennis/#");
    assertThat(find(index, "sport")).containsExactly("#", "sport/#");
  }

  @Test
  @DisplayName("[MQTT-4.7.1-2] '+' matches exactly one level, which may be empty")
  void singleLevelWildcard() {
    TopicIndex index = index("+/tennis/#", "sport/+", "+/+", "/+", "+");
    assertThat(find(index, "sport/")).containsExactly("+/+", "sport/+");
    assertThat(find(index, "/finance")).containsExactly("+/+", "/+");
    assertThat(find(index, "sport")).containsExactly("+");
    assertThat(find(index, "x/tennis")).containsExactly("+/+", "+/tennis/#");
  }

  @Test
  @DisplayName("[MQTT-4.7.2-1] a wildcard at the start does not match topics that begin with '$'")
  void wildcardsDoNotMatchServerTopics() {
    TopicIndex index = index("#", "+/monitor/Clients", "+", "$SYS/#", "$SYS/monitor/+", "a/#");
    assertThat(find(index, "$SYS/monitor/Clients")).containsExactly("$SYS/#", "$SYS/monitor/+");
    assertThat(find(index, "$odd")).isEmpty();
    assertThat(find(index, "a/$SYS")).containsExactly("#", "a/#");
  }

  @Test
  void severalTargetsOfOneFilterAreAllTold() {
    TopicIndex.Builder builder = new TopicIndex.Builder();
    for (int i = 0; i < 5; i++) {
      builder.add("t/#", target("t/#"));
    }
    assertThat(find(builder.build(), "t/1")).hasSize(5).containsOnly("t/#");
  }

  @Test
  void oneAloneIsGivenAsItIsAndThoseThatDoNotCountAreLeftOut() {
    TopicIndex.Target only = target("t/1");
    TopicIndex index = new TopicIndex.Builder().add("t/1", only).add("x/#", target("x")).build();
    assertThat(index.match("t/1")).isSameAs(only);
    assertThat(index.match("x/" + NOT_COUNTED)).isNull();
  }

  @Test
  void findsWhatANaiveMatcherFinds() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> filters = randomFilters(random, 1 + random.nextInt(60));
      TopicIndex index = index(filters.toArray(String[]::new));
      for (int i = 0; i < 50; i++) {
        String topic = randomTopic(random);
        List<String> expected =
            filters.stream().filter(f -> TopicFilters.matches(f, topic)).sorted().toList();
        assertThat(find(index, topic)).as("seed %d topic '%s'", seed, topic).isEqualTo(expected);
        assertThat(index.match(topic) == null)
            .as("seed %d topic '%s'", seed, topic)
            .isEqualTo(expected.isEmpty());
      }
    }
  }

  @Test
  void manyLevelsUnderOneParentAreKeptApart() {
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      filters.add("device/" + i + "/up");
    }
    TopicIndex index = index(filters.toArray(String[]::new));
    for (int i = 0; i < 5_000; i += 7) {
      assertThat(find(index, "device/" + i + "/up")).containsExactly("device/" + i + "/up");
    }
    assertThat(find(index, "device/5000/up")).isEmpty();
  }

  private TopicIndex index(String... filters) {
    TopicIndex.Builder builder = new TopicIndex.Builder();
    for (String filter : filters) {
      builder.add(filter, target(filter));
    }
    return builder.build();
  }

  private TopicIndex.Target target(String filter) {
    return new TopicIndex.Target() {
      @Override
      public boolean isFor(String topic) {
        return !topic.endsWith(NOT_COUNTED);
      }

      @Override
      public void run(Columns columns, Receipt receipt) {
        found.add(filter);
      }
    };
  }

  private List<String> find(TopicIndex index, String topic) {
    found.clear();
    RuleMatch match = index.match(topic);
    if (match != null) {
      match.run(NO_COLUMNS, Receipt.NONE);
    }
    List<String> sorted = new ArrayList<>(found);
    Collections.sort(sorted);
    return sorted;
  }

  private static List<String> randomFilters(SplittableRandom random, int count) {
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> levels = new ArrayList<>();
      int depth = 1 + random.nextInt(5);
      for (int level = 0; level < depth; level++) {
        levels.add(random.nextInt(3) == 0 ? "+" : LEVELS[random.nextInt(LEVELS.length)]);
      }
      if (random.nextInt(3) == 0) {
        levels.set(levels.size() - 1, "#");
      }
      String filter = String.join("/", levels);
      if (TopicFilters.isValidFilter(filter)) {
        filters.add(filter);
      }
    }
    return filters;
  }

  private static String randomTopic(SplittableRandom random) {
    List<String> levels = new ArrayList<>();
    int depth = 1 + random.nextInt(5);
    for (int level = 0; level < depth; level++) {
      levels.add(LEVELS[random.nextInt(LEVELS.length)]);
    }
    return String.join("/", levels);
  }
}
