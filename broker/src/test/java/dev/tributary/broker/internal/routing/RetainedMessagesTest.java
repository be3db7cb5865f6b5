package dev.tributary.broker.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.routing.RetainedMessages.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RetainedMessagesTest {

  private static Message message(String topic, String payload) {
    return new Message(
        new Message.MessageId(0, 0),
        topic,
        payload.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        0,
        true,
        false,
        new Sender.Server("test", null),
        Message.PublishProperties.NONE,
        0);
  }

  private static List<String> found(RetainedMessages store, String filter) {
    List<String> found = new ArrayList<>();
    store.match(filter, message -> found.add(message.topic()));
    return found;
  }

  @Test
  void refusesANewTopicWhenFullButReplacesAKnownOne() {
    RetainedMessages store = new RetainedMessages(1);
    assertThat(store.store(message("a", "1"))).isEqualTo(Change.ADDED);
    assertThat(store.store(message("b", "1"))).isEqualTo(Change.REFUSED);
    assertThat(store.store(message("a", "2"))).isEqualTo(Change.REPLACED);
    assertThat(store.store(message("b", ""))).isEqualTo(Change.NOTHING);
    assertThat(store.store(message("a", ""))).isEqualTo(Change.REMOVED);
    assertThat(store.store(message("b", "1"))).isEqualTo(Change.ADDED);
    assertThat(found(store, "#")).containsExactly("b");
  }

  @Test
  void agreesWithANaiveMatcher() {
    Random random = new Random(11);
    RetainedMessages store = new RetainedMessages(1_000);
    TreeMap<String, Boolean> naive = new TreeMap<>();
    String[] topics = {"a", "b", "a/b", "a/", "/", "$s", "$s/a", "a/$s", "a/b/c", "b/b/c", "a//c"};
    String[] filters = {"#", "+", "a/#", "a/+", "+/+", "$s/#", "$s", "a/b", "+/b/#", "a//c", "/+"};
    for (int step = 0; step < 2_000; step++) {
      String topic = topics[random.nextInt(topics.length)];
      if (random.nextBoolean()) {
        store.store(message(topic, "x"));
        naive.put(topic, true);
      } else {
        store.store(message(topic, ""));
        naive.remove(topic);
      }
      String filter = filters[random.nextInt(filters.length)];
      assertThat(found(store, filter))
          .as(filter)
          .containsExactlyInAnyOrderElementsOf(
              naive.keySet().stream().filter(t -> NaiveMatcher.matches(filter, t)).toList());
    }
  }
}
