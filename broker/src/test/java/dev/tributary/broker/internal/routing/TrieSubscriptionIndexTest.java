package dev.tributary.broker.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.internal.metrics.Counters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 4.7. */
class TrieSubscriptionIndexTest {

  private record Name(String name) implements Subscriber {
    @Override
    public void deliver(
        Message message, Subscription subscription, boolean retained, Custody custody) {}

    @Override
    public String subscriberId() {
      return name;
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isDurable() {
      return false;
    }
  }

  private static Subscription subscription(String filter) {
    return new Subscription(filter, 0, false, false, 0, 0);
  }

  private static List<String> found(TrieSubscriptionIndex index, String topic) {
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
            found.add("group " + group.name());
          }
        });
    return found;
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
    "#, $SYS/broker, false",
    "+/broker, $SYS/broker, false",
    "$SYS/#, $SYS/broker, true",
    "$SYS/+, $SYS/broker, true",
    "a/$b, a/$b, true",
    "a/+, a/$b, true",
    "a, A, false"
  })
  void examplesOfTheStandard(String filter, String topic, boolean matches) {
    TrieSubscriptionIndex index = new TrieSubscriptionIndex(7, new Counters());
    index.put(new Name("s"), subscription(filter));
    assertThat(found(index, topic)).hasSize(matches ? 1 : 0);
  }

  @Test
  void aSubscriptionIsReplacedAndRemovedByItsFilter() {
    TrieSubscriptionIndex index = new TrieSubscriptionIndex(7, new Counters());
    Name subscriber = new Name("s");
    assertThat(index.put(subscriber, subscription("a/b"))).isTrue();
    assertThat(index.put(subscriber, subscription("a/b"))).isFalse();
    assertThat(index.remove(subscriber, "a/+")).isFalse();
    assertThat(index.remove(subscriber, "a/b")).isTrue();
    assertThat(index.remove(subscriber, "a/b")).isFalse();
    assertThat(found(index, "a/b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithANaiveMatcher(long seed) {
    Random random = new Random(seed);
    TrieSubscriptionIndex index = new TrieSubscriptionIndex(7, new Counters());
    Map<String, Set<String>> naive = new HashMap<>();
    for (int step = 0; step < 4_000; step++) {
      Name subscriber = new Name("s" + random.nextInt(5));
      String filter = filter(random);
      Set<String> held = naive.computeIfAbsent(subscriber.name(), _ -> new HashSet<>());
      if (random.nextInt(3) > 0) {
        assertThat(index.put(subscriber, subscription(filter))).isEqualTo(held.add(filter));
      } else {
        assertThat(index.remove(subscriber, filter)).isEqualTo(held.remove(filter));
      }
      String topic = topic(random);
      List<String> expected = new ArrayList<>();
      naive.forEach((name, filters) ->
          filters.stream()
              .filter(each -> NaiveMatcher.matches(each, topic))
              .forEach(each -> expected.add(name + " " + each)));
      assertThat(found(index, topic)).as(topic).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String topic(Random random) {
    return levels(random, new String[] {"a", "b", "", "$s"});
  }

  private static String filter(Random random) {
    String some = levels(random, new String[] {"a", "b", "", "$s", "+"});
    return switch (random.nextInt(4)) {
      case 0 -> some + "/#";
      case 1 -> random.nextInt(10) == 0 ? "#" : some;
      default -> some;
    };
  }

  private static String levels(Random random, String[] words) {
    List<String> levels = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      levels.add(words[random.nextInt(words.length)]);
    }
    return String.join("/", levels);
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
    TrieSubscriptionIndex index = new TrieSubscriptionIndex(1, new Counters());
    Name client = new Name("a");
    index.put(client, subscription(filter));
    index.put(client, subscription(filter));
    assertThat(index.hasSystemFilters()).isEqualTo(listens);
    index.remove(client, filter);
    index.remove(client, filter);
    assertThat(index.hasSystemFilters()).isFalse();
  }
}
