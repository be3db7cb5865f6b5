package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.FilterRules;
import dev.tributary.broker.internal.protocol.Packets;
import dev.tributary.broker.internal.protocol.PropertyReader;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.SubscribeDecision;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answer;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Grant;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Reject;
import dev.tributary.broker.internal.protocol.SubscribeRules;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.session.Session;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE and UNSUBSCRIBE of one client. On the connection's event loop. */
final class SubscriptionRequests {

  private static final int FAILURE_3 = 0x80;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final Connection connection;
  private final Services services;
  private final Observer observer;
  private final EventDoor events;
  private final Disconnector disconnector;

  SubscriptionRequests(Connection connection, Services services, Disconnector disconnector) {
    this.connection = connection;
    this.services = services;
    this.observer = services.observer();
    this.events = observer.events();
    this.disconnector = disconnector;
  }

  void onSubscribe(MqttSubscribeMessage packet, Accepted in, Session session) {
    observer.count(Metric.SUBSCRIBE_RECEIVED);
    SubscribeRules rules =
        new SubscribeRules(
            services.limits(), services.settings().options(), in.client().protocolVersion());
    switch (rules.decide(packet, session.subscriptions().filters())) {
      case SubscribeDecision.Close(Reason reason, String detail) -> {
        observer.count(Metric.SUBSCRIBE_ERROR);
        disconnector.close(connection, reason, detail);
      }
      case SubscribeDecision.Answers decision -> {
        SubscribeDecision.Answers last =
            new SubscribeDecision.Answers(
                decision.all().stream().map(each -> claimed(each, in)).toList());
        observer.count(Metric.CLIENT_SUBSCRIBE);
        PacketProperties properties =
            wanted(BrokerEventType.SESSION_SUBSCRIBED, packet.idAndPropertiesVariableHeader());
        int packetId = packet.variableHeader().messageId();
        if (session.isStored()) {
          // Who got SUBACK is subscribed after a crash too; what the client sends next comes next.
          last.all().forEach(answer -> store(answer, session));
          connection.gate().pause(Hold.STORE);
          session.whenStored(() -> {
            answer(packetId, last, in, session, properties);
            if (!connection.isClosed()) {
              connection.readOn(Hold.STORE);
            }
          });
        } else {
          answer(packetId, last, in, session, properties);
        }
      }
    }
  }

  private static void takeBack(Answer answer, Session session) {
    if (answer instanceof Grant(Subscription granted)) {
      session.subscriptions().takeBack(granted);
    }
  }

  private static void store(Answer answer, Session session) {
    if (answer instanceof Grant(Subscription granted)) {
      session.subscriptions().store(granted);
    }
  }

  /** On the loop of the session; the connection may be gone by now. */
  private void answer(
      int packetId,
      SubscribeDecision.Answers decision,
      Accepted in,
      Session session,
      PacketProperties properties) {
    List<Answer> answers = decision.all();
    if (!connection.isClosed()) {
      // Retained messages follow through the session's mailbox, hence after the SUBACK.
      connection.write(
          Packets.suback(
              packetId,
              answers.stream().map(Answer::code).toList(),
              in.terms().problemInformation() ? decision.detail() : ""));
      if (connection.isClosed()) {
        answers.forEach(answer -> takeBack(answer, session));
        return; // so many filters that the client takes no SUBACK of that size
      }
    }
    answers.forEach(answer -> perform(answer, in, session, properties));
  }

  /** One client at a time may have an exclusive filter; nothing else can refuse it from here on. */
  private Answer claimed(Answer answer, Accepted in) {
    return answer instanceof Grant(Subscription granted)
            && !services.router().claim(granted.filter(), in.client().clientId())
        ? new Reject(
            in.five() ? QUOTA_EXCEEDED : FAILURE_3,
            "another client has this exclusive subscription")
        : answer;
  }

  private void perform(Answer answer, Accepted in, Session session, PacketProperties properties) {
    switch (answer) {
      case Grant(Subscription subscription) -> {
        observer.authorized(in.client(), Access.SUBSCRIBE, subscription.filter());
        session.subscriptions().subscribe(subscription);
        events.subscribed(in.client(), subscription.filter(), subscription.options(), properties);
      }
      case Reject _ -> observer.count(Metric.SUBSCRIBE_ERROR);
    }
  }

  void onUnsubscribe(MqttUnsubscribeMessage packet, Accepted in, Session session) {
    observer.count(Metric.UNSUBSCRIBE_RECEIVED);
    List<String> filters = packet.payload().topics();
    if (filters.isEmpty()) { // [MQTT-3.10.3-2]
      observer.count(Metric.UNSUBSCRIBE_ERROR);
      disconnector.close(connection, Reason.PROTOCOL_ERROR, "UNSUBSCRIBE without topic filter");
      return;
    }
    String malformation = malformation(filters);
    if (malformation != null) { // [MQTT-4.13.1-1], 3.1.1: [MQTT-4.8.0-1]
      observer.count(Metric.UNSUBSCRIBE_ERROR);
      disconnector.close(connection, Reason.TOPIC_FILTER_INVALID, malformation);
      return;
    }
    observer.count(Metric.CLIENT_UNSUBSCRIBE);
    PacketProperties properties =
        wanted(BrokerEventType.SESSION_UNSUBSCRIBED, packet.idAndPropertiesVariableHeader());
    List<Short> codes = new ArrayList<>(filters.size());
    for (String filter : filters) {
      Subscription ended = session.subscriptions().unsubscribe(filter);
      codes.add((short) (ended == null ? 0x11 : 0x00));
      if (ended != null) {
        events.unsubscribed(in.client(), filter, ended.qos(), properties);
      }
    }
    session.whenStored(() -> {
      if (!connection.isClosed()) {
        connection.write(Packets.unsuback(packet.variableHeader().messageId(), codes, in.five()));
      }
    });
  }

  /** What is wrong with the first of them that breaks the protocol, or null. */
  private @Nullable String malformation(List<String> filters) {
    FilterRules rules = new FilterRules(services.limits(), services.settings().options());
    for (String filter : filters) {
      String malformation = rules.malformation(filter);
      if (malformation != null) {
        return malformation;
      }
    }
    return null;
  }

  private PacketProperties wanted(
      BrokerEventType type, MqttMessageIdAndPropertiesVariableHeader header) {
    return events.wants(type) ? PropertyReader.packet(header.properties()) : PacketProperties.NONE;
  }
}
