package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Message;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.Detour;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.PublishProperties;
import dev.tributary.rule.engine.Republication;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BrokerRepublisherTest {

  private static final Detour VIA = new Detour("first", "kinesis:main");

  private final List<Message> withoutSubscribers = new ArrayList<>();
  private final Broker broker =
      new Broker(
          BrokerSettings.of(List.of(), MqttLimits.defaults()),
          PublishHandler.NONE,
          event -> {
            if (event instanceof BrokerEvent.MessageDropped dropped) {
              withoutSubscribers.add(dropped.message());
            }
          },
          Rules.CLOCK);
  private final FakeAction action = new FakeAction(Receipt::held);

  @Test
  void aMessageComesToSubscribersWithAllItHas() throws Exception {
    PublishProperties properties =
        new PublishProperties(30, 1, "text/plain", null, null, List.of(Map.entry("a", "b")));
    publish("second", VIA, properties);
    Message message = withoutSubscribers.getFirst();
    assertThat(message.topic()).isEqualTo("dead/1");
    assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("x");
    assertThat(message.qos()).isEqualTo(1);
    assertThat(message.publisher()).isNull();
    assertThat(message.properties())
        .isEqualTo(
            new Message.PublishProperties(
                30, 1, 0, "text/plain", null, null, List.of(Map.entry("a", "b"))));
  }

  @Test
  void rulesSeeTheRuleThatMadeItAsItsClient() throws Exception {
    publish("second", VIA, PublishProperties.NONE);
    SinkRecord record = action.records.getFirst();
    assertThat(record.partitionKey()).isEqualTo("first");
    assertThat(record.source()).isEqualTo(new Source("second via kinesis:main", "dead/1", "first"));
  }

  @Test
  void itDoesNotGoBackToItsRuleOrItsAction() throws Exception {
    publish("first", VIA, PublishProperties.NONE);
    publish("second", new Detour("first", FakeAction.ID), PublishProperties.NONE);
    assertThat(action.records).isEmpty();
    assertThat(withoutSubscribers).hasSize(2);
  }

  @Test
  void directDispatchLeavesTheRulesOut() throws Exception {
    republisher("second").publish(message(VIA, PublishProperties.NONE, true), Receipt.NONE);
    assertThat(action.records).isEmpty();
    assertThat(withoutSubscribers).hasSize(1);
  }

  @Test
  void theLineageGoesAlong() throws Exception {
    publish("second", VIA, PublishProperties.NONE);
    assertThat(withoutSubscribers.getFirst().sender())
        .isEqualTo(new Sender.Server("first", Lineage.of(VIA)));
  }

  @Test // a topic alias belongs to a connection
  void anAliasIsNotPassedOn() throws Exception {
    publish("second", VIA, new PublishProperties(-1, -1, 3, null, null, null, List.of()));
    assertThat(withoutSubscribers.getFirst().properties().topicAlias()).isZero();
  }

  @Test
  void everyMessageHasItsOwnIdentifier() throws Exception {
    BrokerRepublisher republisher = republisher("second");
    Republication message = message(VIA, PublishProperties.NONE, false);
    for (int i = 0; i < 100; i++) {
      republisher.publish(message, Receipt.NONE);
    }
    assertThat(withoutSubscribers.stream().map(Message::id).distinct()).hasSize(100);
  }

  private void publish(String rule, Detour detour, PublishProperties properties) throws Exception {
    republisher(rule).publish(message(detour, properties, false), Receipt.NONE);
  }

  private BrokerRepublisher republisher(String rule) throws Exception {
    return new BrokerRepublisher(
        broker, Rules.all(rule, action), Rules.NODE, Rules.CLOCK, new MessageIds(new Random(1)));
  }

  private static Republication message(
      Detour detour, PublishProperties properties, boolean direct) {
    byte[] payload = "x".getBytes(StandardCharsets.UTF_8);
    return new Republication("dead/1", payload, 1, false, properties, direct, Lineage.of(detour));
  }
}
