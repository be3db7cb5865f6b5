package dev.tributary.management;

import dev.tributary.broker.Message;
import dev.tributary.broker.Retained;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.rule.sql.TopicFilters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Retained messages in a map. */
final class FakeRetained implements Retained {

  private final Map<String, Message> messages = new ConcurrentSkipListMap<>();
  private volatile RetainerOptions options = RetainerOptions.defaults();

  void put(Message message) {
    if (message.payload().length == 0) {
      messages.remove(message.topic());
    } else {
      messages.put(message.topic(), message);
    }
  }

  @Override
  public long count() {
    return messages.size();
  }

  @Override
  public Stream<Message> matching(String filter) {
    return messages.values().stream().filter(one -> matches(filter, one.topic()));
  }

  private static boolean matches(String filter, String topic) {
    boolean hidden = topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"));
    return !hidden && TopicFilters.matches(filter, topic);
  }

  @Override
  public Optional<Message> find(String topic) {
    return Optional.ofNullable(messages.get(topic));
  }

  @Override
  public long remove(String filter) {
    long before = messages.size();
    messages.keySet().removeIf(topic -> matches(filter, topic));
    return before - messages.size();
  }

  @Override
  public void change(RetainerOptions changed) {
    options = changed;
  }

  @Override
  public RetainerOptions options() {
    return options;
  }
}
