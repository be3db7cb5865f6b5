package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.PublishProperties;
import dev.tributary.rule.engine.Republication;
import dev.tributary.rule.engine.Republisher;
import dev.tributary.sink.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemTopicsTest {

  private boolean ignored = true;
  private final SystemTopics topics = new SystemTopics(() -> ignored);
  private final List<String> seen = new ArrayList<>();

  @Test
  void rulesDoNotSeeWhatClientsPublishThereUntilTheSettingSaysSo() {
    PublishHandler handler = topics.fromClients((message, _) -> seen.add(message.topic()));
    publish(handler, "$SYS/brokers");
    publish(handler, "$SYSTEM");
    publish(handler, "t/$SYS/");
    ignored = false;
    publish(handler, "$SYS/brokers");
    assertThat(seen).containsExactly("$SYSTEM", "t/$SYS/", "$SYS/brokers");
  }

  @Test
  void whatRulesPublishThereGoesToSubscribersOnly() {
    Republisher republisher =
        topics.fromRules((message, _) -> seen.add(message.topic() + message.directDispatch()));
    for (String topic : List.of("$SYS/a", "t")) {
      republisher.publish(
          new Republication(
              topic, new byte[0], 0, false, PublishProperties.NONE, false, Lineage.NONE),
          Receipt.NONE);
    }
    assertThat(seen).containsExactly("$SYS/atrue", "tfalse");
  }

  @Test
  void eventsOfSuchMessagesAreWithheldAsWell() {
    BrokerEvents events =
        topics.events(event -> seen.add(((BrokerEvent.MessageDropped) event).message().topic()));
    for (String topic : List.of("$SYS/a", "t")) {
      events.on(
          new BrokerEvent.MessageDropped(
              message(topic), BrokerEvent.MessageDropReason.NO_SUBSCRIBERS, 1));
    }
    assertThat(seen).containsExactly("t");
  }

  private static void publish(PublishHandler handler, String topic) {
    handler.onPublish(message(topic), new NoCustody());
  }

  private static Message message(String topic) {
    return new Message(
        new Message.MessageId(1, 2),
        topic,
        new byte[0],
        0,
        false,
        false,
        new Sender.Server("test", Lineage.NONE),
        Message.PublishProperties.NONE,
        1);
  }

  /** Nobody waits. */
  private static final class NoCustody implements Custody {
    @Override
    public void defer() {}

    @Override
    public void release() {}

    @Override
    public void refuse(int reasonCode, String reason) {}

    @Override
    public boolean isAwaited() {
      return false;
    }

    @Override
    public boolean isImpatient() {
      return false;
    }
  }
}
