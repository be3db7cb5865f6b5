package dev.tributary.server.internal.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.EventSource;
import dev.tributary.rule.engine.Occurrence;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EventBridgeTest {

  /** What the engine itself supplies. */
  private static final Set<String> COMMON = Set.of("timestamp", "node", "event", "metadata");

  private static final Set<String> ALL_COLUMNS =
      Stream.of(EventSource.values())
          .flatMap(source -> source.columns().stream())
          .collect(Collectors.toSet());

  private static final ClientInfo CLIENT = Clients.client("c");
  private static final Message MESSAGE = Clients.message("t", new Sender.Client(CLIENT));
  private static final Delivery DELIVERY = new Delivery(MESSAGE, 1, false, 0);
  private static final PacketProperties NONE = PacketProperties.NONE;

  private static final List<BrokerEvent> EVENTS =
      List.of(
          new BrokerEvent.ClientConnected(CLIENT, false, 1),
          new BrokerEvent.ClientConnack(CLIENT, 0, "success", 1),
          new BrokerEvent.ClientDisconnected(CLIENT, "normal", 0, "", NONE, 1),
          new BrokerEvent.AuthenticationComplete(CLIENT, "success", false, false, 1),
          new BrokerEvent.AuthorizationComplete(CLIENT, Access.PUBLISH, "t", true, "default", 1),
          new BrokerEvent.ClientPing(CLIENT, 1),
          new BrokerEvent.SessionSubscribed(
              CLIENT, "t", new BrokerEvent.SubscriptionOptions(0, false, false, 0, 0), NONE, 1),
          new BrokerEvent.SessionUnsubscribed(CLIENT, "t", 0, NONE, 1),
          new BrokerEvent.MessageDelivered(CLIENT, DELIVERY, false, 1),
          new BrokerEvent.MessageAcked(CLIENT, DELIVERY, NONE, 1),
          new BrokerEvent.MessageDropped(MESSAGE, MessageDropReason.NO_SUBSCRIBERS, 1),
          new BrokerEvent.DeliveryDropped(CLIENT, DELIVERY, DeliveryDropReason.EXPIRED, 1));

  private final FakeAction action = new FakeAction(Receipt::held);

  @AfterEach
  void restore() {
    level(null);
  }

  @Test
  void everySourceHasItsOccurrence() {
    assertThat(EVENTS.stream().map(EventBridgeTest::occurrence).map(Occurrence::source))
        .containsExactlyInAnyOrder(EventSource.values());
  }

  @Test
  void anOccurrenceHasTheColumnsOfItsSourceAndNoOthers() {
    for (BrokerEvent event : EVENTS) {
      Occurrence occurrence = occurrence(event);
      for (String column : ALL_COLUMNS) {
        boolean expected =
            occurrence.source().columns().contains(column)
                && !COMMON.contains(column)
                && !column.equals("mountpoint"); // no listener has one
        assertThat(!occurrence.column(column).equals(Value.UNDEFINED))
            .as("%s of %s", column, occurrence.source())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void theBrokerIsAskedForWhatRulesWantAndNothingElse() throws Exception {
    level(Level.INFO);
    RuleEngine rules = Rules.all("messages", action);
    EventBridge bridge = new EventBridge(rules);
    assertThat(wanted(bridge)).isEmpty();
    put(rules, "SELECT * FROM \"$events/message_acked\", \"$events/client/#\"");
    assertThat(wanted(bridge))
        .containsExactlyInAnyOrder(
            BrokerEventType.MESSAGE_ACKED,
            BrokerEventType.CLIENT_CONNECTED,
            BrokerEventType.CLIENT_CONNACK,
            BrokerEventType.CLIENT_DISCONNECTED,
            BrokerEventType.CLIENT_PING);
    rules.remove("events");
    assertThat(wanted(bridge)).isEmpty();
  }

  @Test
  void theLogWantsAtLevelDebugWhatItTells() throws Exception {
    level(Level.DEBUG);
    EventBridge bridge = new EventBridge(Rules.all("messages", action));
    assertThat(wanted(bridge))
        .containsExactlyInAnyOrder(
            BrokerEventType.CLIENT_CONNECTED,
            BrokerEventType.CLIENT_DISCONNECTED,
            BrokerEventType.CONNECTION_REFUSED,
            BrokerEventType.PACKET_REJECTED);
  }

  @Test
  void everyEventComesToItsRule() throws Exception {
    level(Level.INFO);
    RuleEngine rules = Rules.all("messages", action);
    put(rules, "SELECT event AS payload, clientid FROM \"$events/#\"");
    EventBridge bridge = new EventBridge(rules);
    EVENTS.forEach(bridge::on);
    assertThat(action.records)
        .extracting(record -> new String(record.data(), UTF_8))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventSource.values()).map(EventSource::eventName).toList());
  }

  private static void put(RuleEngine rules, String sql) throws Exception {
    rules.put(
        new RuleDefinition(
            "events", sql, List.of(RuleAction.reference(FakeAction.ID)), true, "", ""));
  }

  private static Set<BrokerEventType> wanted(EventBridge bridge) {
    Set<BrokerEventType> wanted = EnumSet.noneOf(BrokerEventType.class);
    for (BrokerEventType type : BrokerEventType.values()) {
      if (bridge.wants(type)) {
        wanted.add(type);
      }
    }
    return wanted;
  }

  private static Occurrence occurrence(BrokerEvent event) {
    Occurrence occurrence = EventBridge.occurrence(event);
    assertThat(occurrence).as(event.type().name()).isNotNull();
    return occurrence;
  }

  private static void level(Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(BrokerEventLog.class).setLevel(level);
  }
}
