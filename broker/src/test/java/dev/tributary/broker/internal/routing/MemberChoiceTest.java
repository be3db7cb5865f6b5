package dev.tributary.broker.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who of a group gets a message, by strategy. */
class MemberChoiceTest {

  private final List<Member> members =
      IntStream.range(0, 3).mapToObj(i -> new Member("m" + i)).toList();
  private final SharedGroup group = group(members);

  private static SharedGroup group(List<Member> members) {
    SharedGroup group = new SharedGroup("g", seat(members.getFirst()));
    members.forEach(member -> group.put(seat(member)));
    return group;
  }

  private static Seat seat(Member member) {
    return new Seat(member, new Subscription("$share/g/t", 1, false, false, 0, 0));
  }

  private static Subscriber chosen(MemberChoice choice, SharedGroup group, Message message) {
    return Objects.requireNonNull(choice.choose(group, message)).subscriber();
  }

  private Map<String, Integer> counts(MemberChoice choice, int messages) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < messages; i++) {
      Message message = Messages.from("publisher" + i % 7, "t" + i % 5);
      counts.merge(chosen(choice, group, message).subscriberId(), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void roundRobinGoesRoundForEachPublisher() {
    MemberChoice choice = new MemberChoice(SharedStrategy.ROUND_ROBIN, 1);
    List<Subscriber> ofOne = new ArrayList<>();
    List<Subscriber> ofAnother = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ofOne.add(chosen(choice, group, Messages.from("one", "t")));
      ofAnother.add(chosen(choice, group, Messages.from("another", "t")));
    }
    for (List<Subscriber> each : List.of(ofOne, ofAnother)) {
      assertThat(new HashSet<>(each.subList(0, 3))).hasSize(3);
      assertThat(each.subList(3, 6)).isEqualTo(each.subList(0, 3));
    }
  }

  @Test
  void roundRobinPerGroupGoesRoundWhoeverPublishes() {
    MemberChoice choice = new MemberChoice(SharedStrategy.ROUND_ROBIN_PER_GROUP, 1);
    assertThat(counts(choice, 300)).isEqualTo(Map.of("m0", 100, "m1", 100, "m2", 100));
  }

  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "LOCAL"})
  void randomReachesAllAboutEquallyAndASeedRepeatsIt(SharedStrategy strategy) {
    Map<String, Integer> counts = counts(new MemberChoice(strategy, 5), 3_000);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    assertThat(counts(new MemberChoice(strategy, 5), 3_000)).isEqualTo(counts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stickyStaysUntilThatMemberGoes(long seed) {
    MemberChoice choice = new MemberChoice(SharedStrategy.STICKY, seed);
    Message message = Messages.from("one", "t");
    Subscriber first = chosen(choice, group, message);
    assertThat(IntStream.range(0, 20).mapToObj(_ -> chosen(choice, group, message)).distinct())
        .containsExactly(first);
    ((Member) first).connected(false);
    Subscriber second = chosen(choice, group, message);
    assertThat(second).isNotEqualTo(first);
    ((Member) first).connected(true);
    assertThat(chosen(choice, group, message)).isEqualTo(second);
    group.remove(second);
    assertThat(chosen(choice, group, message)).isNotEqualTo(second);
  }

  @Test
  void stickySpreadsPublishers() {
    MemberChoice choice = new MemberChoice(SharedStrategy.STICKY, 1);
    Set<Subscriber> chosen = new HashSet<>();
    IntStream.range(0, 50)
        .forEach(i -> chosen.add(chosen(choice, group, Messages.from("p" + i, "t"))));
    assertThat(chosen).hasSize(3);
  }

  @Test
  void hashesKeepPublishersAndTopicsTogether() {
    MemberChoice byClient = new MemberChoice(SharedStrategy.HASH_CLIENTID, 1);
    MemberChoice byTopic = new MemberChoice(SharedStrategy.HASH_TOPIC, 1);
    Set<Subscriber> ofClients = new HashSet<>();
    Set<Subscriber> ofTopics = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      Subscriber ofClient = chosen(byClient, group, Messages.from("p" + i, "t" + i));
      assertThat(chosen(byClient, group, Messages.from("p" + i, "other"))).isEqualTo(ofClient);
      Subscriber ofTopic = chosen(byTopic, group, Messages.from("p" + i, "t" + i));
      assertThat(chosen(byTopic, group, Messages.from("other", "t" + i))).isEqualTo(ofTopic);
      ofClients.add(ofClient);
      ofTopics.add(ofTopic);
    }
    assertThat(ofClients).hasSize(3);
    assertThat(ofTopics).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsConnectedIsPreferred(SharedStrategy strategy) {
    MemberChoice choice = new MemberChoice(strategy, 9);
    members.get(1).connected(false);
    assertThat(counts(choice, 300).keySet()).doesNotContain("m1");
    members.get(0).connected(false);
    assertThat(counts(choice, 300)).isEqualTo(Map.of("m2", 300));
    members.get(2).connected(false);
    assertThat(counts(choice, 300).values().stream().mapToInt(each -> each).sum()).isEqualTo(300);
  }

  @Test
  void roundRobinStaysEvenAmongThoseWhoAreConnectedAndAmongThoseWhoAreNot() {
    MemberChoice choice = new MemberChoice(SharedStrategy.ROUND_ROBIN_PER_GROUP, 1);
    members.get(1).connected(false);
    assertThat(counts(choice, 100)).isEqualTo(Map.of("m0", 50, "m2", 50));
    members.forEach(member -> member.connected(false));
    assertThat(counts(choice, 300)).isEqualTo(Map.of("m0", 100, "m1", 100, "m2", 100));
  }

  @Test
  void nobodyIsChosenOfAnEmptyGroup() {
    members.forEach(group::remove);
    assertThat(new MemberChoice(SharedStrategy.RANDOM, 1).choose(group, Messages.from("p", "t")))
        .isNull();
  }
}
