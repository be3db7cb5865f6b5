package dev.tributary.broker.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 4.7 and 4.8. */
class TrieSubscriptionIndexTest {

  private static final int DEEP = 65_535;

  private final Counters counters = new Counters();
  private final TrieSubscriptionIndex index = new TrieSubscriptionIndex(7, counters);

  private static Subscription subscription(String filter) {
    return new Subscription(filter, 0, false, false, 0, 0);
  }

  private void put(String name, String filter) {
    index.put(new Member(name), subscription(filter));
  }

  private List<String> found(String topic) {
    List<String> found = new ArrayList<>();
    index.match(
        topic,
        new Found() {
          @Override
          public void plain(Subscriber subscriber, Subscription subscription) {
            found.add(subscriber.subscriberId() + " " + subscription.filter());
          }

          @Override
          public void shared(SharedGroup group) {
            List<String> members = new ArrayList<>();
            for (Seat seat : group.members()) {
              members.add(seat.subscriber().subscriberId() + " " + seat.subscription().filter());
            }
            found.add("one of " + new TreeSet<>(members));
          }
        });
    return found;
  }

  private void assertGauges(long subscriptions, long shared, long filters) {
    assertThat(counters.value(Metric.SUBSCRIPTIONS)).isEqualTo(subscriptions);
    assertThat(counters.value(Metric.SUBSCRIPTIONS_SHARED)).isEqualTo(shared);
    assertThat(counters.value(Metric.TOPICS)).isEqualTo(filters);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/#, sport, true",
    "#, /, true",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+/+, /finance, true",
    "/+, /finance, true",
    "+, /finance, false",
    "+/#, /finance, true",
    "#, $SYS/broker, false",
    "+/broker, $SYS/broker, false",
    "+/#, $SYS/broker, false",
    "$SYS/#, $SYS/broker, true",
    "$SYS/+, $SYS/broker, true",
    "a/$b, a/$b, true",
    "a/+, a/$b, true",
    "a, A, false"
  })
  void examplesOfTheStandard(String filter, String topic, boolean matches) {
    put("s", filter);
    assertThat(found(topic)).hasSize(matches ? 1 : 0);
    index.remove(new Member("s"), filter);
    put("s", "$share/g/" + filter);
    assertThat(found(topic)).hasSize(matches ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a/+", "a/#", "$share/g/a/b", "$exclusive/a/b"})
  void aSubscriptionIsReplacedAndRemovedByItsFilter(String filter) {
    Member subscriber = new Member("s");
    assertThat(index.put(subscriber, subscription(filter))).isTrue();
    assertThat(index.put(subscriber, subscription(filter))).isFalse();
    assertThat(found("a/b")).hasSize(1);
    assertThat(index.remove(subscriber, "a/b/c")).isFalse();
    assertThat(index.remove(new Member("other"), filter)).isFalse();
    assertThat(index.remove(subscriber, filter)).isTrue();
    assertThat(index.remove(subscriber, filter)).isFalse();
    assertThat(found("a/b")).isEmpty();
    assertGauges(0, 0, 0);
  }

  @Test
  void groupsPlainSubscriptionsAndExclusiveOnesOfOneFilterStandBesideEachOther() {
    put("s", "a/b");
    put("s", "$share/g/a/b");
    put("s", "$share/h/a/b");
    put("t", "$share/g/a/b");
    put("s", "$exclusive/a/b");
    put("s", "$queue/a/b");
    assertThat(found("a/b"))
        .containsExactlyInAnyOrder(
            "s a/b",
            "one of [s $share/g/a/b, t $share/g/a/b]",
            "one of [s $share/h/a/b]",
            "one of [s $exclusive/a/b]",
            "one of [s $queue/a/b]");
    assertGauges(6, 4, 1);
    index.remove(new Member("s"), "a/b");
    assertThat(found("a/b")).hasSize(4);
  }

  @Test
  void anExclusiveTopicIsHeldByOneClientUntilItUnsubscribes() {
    assertThat(index.claim("$exclusive/t", "one")).isTrue();
    assertThat(index.claim("$exclusive/t", "one")).isTrue();
    assertThat(index.claim("$exclusive/t", "two")).isFalse();
    assertThat(index.claim("t", "two")).isTrue();
    put("one", "$exclusive/t");
    index.remove(new Member("two"), "$exclusive/t");
    assertThat(index.claim("$exclusive/t", "two")).isFalse();
    index.remove(new Member("one"), "$exclusive/t");
    assertThat(index.claim("$exclusive/t", "two")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithANaiveMatcher(long seed) {
    Random random = new Random(seed);
    TreeMap<String, TreeSet<String>> naive = new TreeMap<>();
    for (int step = 0; step < 4_000; step++) {
      String name = "s" + random.nextInt(12);
      String filter = filter(random);
      TreeSet<String> held = naive.computeIfAbsent(filter, _ -> new TreeSet<>());
      if (random.nextInt(3) > 0) {
        assertThat(index.put(new Member(name), subscription(filter))).isEqualTo(held.add(name));
      } else {
        assertThat(index.remove(new Member(name), filter)).isEqualTo(held.remove(name));
      }
      if (held.isEmpty()) {
        naive.remove(filter);
      }
      String topic = topic(random);
      assertThat(found(topic)).as(topic).containsExactlyInAnyOrderElementsOf(naive(naive, topic));
    }
    assertGauges(
        naive.values().stream().mapToInt(TreeSet::size).sum(),
        naive.entrySet().stream()
            .filter(each -> each.getKey().startsWith("$share"))
            .mapToInt(each -> each.getValue().size())
            .sum(),
        naive.keySet().stream().map(TrieSubscriptionIndexTest::plain).distinct().count());
    SubscriptionList list = new SubscriptionList(index, counters);
    assertThat(list.filters()).containsExactlyInAnyOrderElementsOf(naive.keySet());
    assertThat(list.all().map(view -> view.clientId() + " " + view.filter()))
        .containsExactlyInAnyOrderElementsOf(
            naive.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(name -> name + " " + each.getKey()))
                .toList());
    naive.forEach((filter, names) ->
        names.forEach(name -> assertThat(index.remove(new Member(name), filter)).isTrue()));
    assertGauges(0, 0, 0);
    assertThat(index.audiences()).isEmpty();
  }

  private static List<String> naive(Map<String, ? extends Set<String>> all, String topic) {
    List<String> expected = new ArrayList<>();
    all.forEach((filter, names) -> {
      if (NaiveMatcher.matches(plain(filter), topic)) {
        if (filter.startsWith("$share/")) {
          expected.add("one of " + names.stream().map(name -> name + " " + filter).toList());
        } else {
          names.forEach(name -> expected.add(name + " " + filter));
        }
      }
    });
    return expected;
  }

  private static String plain(String filter) {
    return filter.startsWith("$share/") ? filter.substring("$share/g/".length()) : filter;
  }

  private static String topic(Random random) {
    return levels(random, new String[] {"a", "b", "", "$s", "c", "d"});
  }

  private static String filter(Random random) {
    String some = levels(random, new String[] {"a", "b", "", "$s", "+", "+", "c", "d"});
    String filter =
        switch (random.nextInt(4)) {
          case 0 -> some + "/#";
          case 1 -> random.nextInt(10) == 0 ? "#" : some;
          default -> some;
        };
    return switch (random.nextInt(4)) {
      case 0 -> "$share/" + (random.nextBoolean() ? "g" : "h") + "/" + filter;
      default -> filter;
    };
  }

  private static String levels(Random random, String[] words) {
    List<String> levels = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      levels.add(words[random.nextInt(words.length)]);
    }
    String joined = String.join("/", levels);
    return joined.isEmpty() ? "/" : joined;
  }

  @Test
  void theDeepestTopicThereCanBeIsMatchedAndItsFilterRemoved() {
    String topic = "/".repeat(DEEP - 1);
    String ones = "+/".repeat(DEEP / 2) + "+";
    put("deep", topic + "#");
    put("ones", ones);
    put("onesAndRest", ones + "/#");
    assertThat(found(topic).size()).isEqualTo(2); // of deep and onesAndRest
    assertThat(found("a/".repeat(DEEP / 2) + "a").size()).isEqualTo(2); // of ones and onesAndRest
    assertThat(new SubscriptionList(index, counters).all().count()).isEqualTo(3);
    index.remove(new Member("deep"), topic + "#");
    index.remove(new Member("ones"), ones);
    index.remove(new Member("onesAndRest"), ones + "/#");
    assertThat(index.audiences()).isEmpty();
  }

  /** Each of 2^12 paths of a binary tree of a and + matches; nothing is visited twice. */
  @Test
  void manyPathsOfOnesCostNoMoreThanTheirFilters() {
    int levels = 12;
    for (int path = 0; path < 1 << levels; path++) {
      StringBuilder filter = new StringBuilder();
      for (int i = 0; i < levels; i++) {
        filter.append((path >> i & 1) == 0 ? "a/" : "+/");
      }
      put("s", filter + "#");
    }
    assertThat(found("a/".repeat(levels) + "a")).hasSize(1 << levels);
    assertThat(found("a/".repeat(3_000) + "a")).hasSize(1 << levels);
    assertThat(found("b/".repeat(levels) + "a")).hasSize(1);
  }

  @Test
  void aNodeWithManyChildrenFindsEachAndForgetsEach() {
    int many = 20_000;
    for (int i = 0; i < many; i++) {
      put("s", "devices/" + i + "/#");
    }
    for (int i = 0; i < many; i++) {
      assertThat(found("devices/" + i + "/temp")).containsExactly("s devices/" + i + "/#");
      if (i % 3 > 0) {
        assertThat(index.remove(new Member("s"), "devices/" + i + "/#")).isTrue();
      }
    }
    for (int i = 0; i < many; i++) {
      assertThat(found("devices/" + i)).hasSize(i % 3 > 0 ? 0 : 1);
      assertThat(index.remove(new Member("s"), "devices/" + i + "/#")).isEqualTo(i % 3 == 0);
    }
    assertThat(index.audiences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "t/+", "$share/g/t", "$share/g/t/#"})
  void aFilterWithManySubscribersGrowsAndShrinks(String filter) {
    int many = 100;
    for (int i = 0; i < many; i++) {
      put("s" + i, filter);
    }
    assertThat(counters.value(Metric.SUBSCRIPTIONS)).isEqualTo(many);
    SubscriptionList list = new SubscriptionList(index, counters);
    for (int i = 0; i < many; i++) {
      assertThat(list.all()).hasSize(many - i);
      assertThat(index.remove(new Member("s" + i), filter)).isTrue();
    }
    assertGauges(0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "$SYS/#,true",
    "$share/g/$SYS/brokers,true",
    "$SYS/brokers/+/version,true",
    "#,false",
    "$SYST/a,false",
    "a/$SYS/b,false"
  })
  void knowsWhetherAnybodyListensToTheServer(String filter, boolean listens) {
    put("a", filter);
    put("a", filter);
    assertThat(index.hasSystemFilters()).isEqualTo(listens);
    index.remove(new Member("a"), filter);
    index.remove(new Member("a"), filter);
    assertThat(index.hasSystemFilters()).isFalse();
  }
}
