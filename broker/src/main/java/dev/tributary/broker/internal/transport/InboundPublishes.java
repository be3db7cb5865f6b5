package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.Message;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Packets;
import dev.tributary.broker.internal.protocol.PublishDecision;
import dev.tributary.broker.internal.protocol.PublishDecision.Accept;
import dev.tributary.broker.internal.protocol.PublishRules;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.ReasonCodes;
import dev.tributary.broker.internal.routing.Holders;
import dev.tributary.broker.internal.session.PendingAcknowledgements;
import dev.tributary.broker.internal.session.PendingPublish;
import dev.tributary.broker.internal.session.Receiving;
import dev.tributary.broker.internal.session.Session;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client publishes: decide, hand over, route, and acknowledge in order once nobody is
 * waited for. Stops reading while the acknowledgements owed are as many as they may be.
 */
final class InboundPublishes implements PendingAcknowledgements.Outcome {

  private static final Logger LOG = LoggerFactory.getLogger(InboundPublishes.class);
  private static final int PACKET_ID_UNKNOWN = 0x92;

  private final Connection connection;
  private final Accepted in;
  private final Sender sender;
  private final Session session;
  private final Services services;
  private final Observer observer;
  private final Disconnector disconnector;
  private final PublishRules rules;
  private final PendingAcknowledgements pending;

  InboundPublishes(
      Connection connection,
      Accepted in,
      Session session,
      Services services,
      Disconnector disconnector) {
    this.connection = connection;
    this.in = in;
    this.sender = new Sender.Client(in.client());
    this.session = session;
    this.services = services;
    this.observer = services.observer();
    this.disconnector = disconnector;
    this.rules =
        new PublishRules(
            services.limits(), services.settings().options(), in.client().protocolVersion());
    this.pending =
        new PendingAcknowledgements(
            connection.home()::execute, this, services.nanos(), services.limits().qos0HoldMax());
  }

  void onPublish(MqttPublishMessage packet) {
    int packetId = packet.variableHeader().packetId();
    boolean repeated = packet.fixedHeader().qosLevel().value() == 2 && isRepeated(packetId);
    switch (rules.decide(packet, repeated, pending.qos1Open(), session.receiving().size())) {
      case Accept(String topic, Message.PublishProperties properties) -> {
        observer.events().authorized(in.client(), Access.PUBLISH, topic);
        handOver(packet, message(packet, topic, properties));
      }
      case PublishDecision.Repeat() -> {
        observer.count(Metric.PUBLISH_INUSE);
        if (!packet.fixedHeader().isDup()) { // by its own account something new, which is lost
          observer.count(Metric.DROPPED_PACKET_ID_INUSE);
          tellUnread(packet, MessageDropReason.PACKET_IDENTIFIER_IN_USE);
        }
        repeat(packetId);
      }
      case PublishDecision.Refuse(int code, String detail) -> turnAway(packet, code, detail);
      case PublishDecision.Close(Reason reason, String detail) -> {
        if (reason == Reason.RECEIVE_MAXIMUM_EXCEEDED) {
          observer.count(Metric.DROPPED_RECEIVE_MAXIMUM);
          tellUnread(packet, MessageDropReason.RECEIVE_MAXIMUM_EXCEEDED);
        }
        observer.count(Metric.PUBLISH_ERROR);
        disconnector.close(connection, reason, detail);
      }
    }
  }

  void onRelease(int packetId) {
    Receiving.Answer answer =
        session.receiving().release(packetId, known -> pubcomp(packetId, known));
    switch (answer) {
      case COMPLETE -> {
        // PUBCOMP is on its way
      }
      case UNKNOWN -> observer.count(Metric.PUBREL_MISSED);
      case TOO_EARLY ->
          disconnector.close(connection, Reason.PROTOCOL_ERROR, "PUBREL before PUBREC");
    }
  }

  /** The connection is gone. */
  void end() {
    pending.end();
  }

  @Override
  public void acknowledge(PendingPublish publish) {
    PendingPublish.Refusal refusal = publish.refusal();
    if (refusal != null) {
      refuse(publish, refusal);
    } else if (publish.qos() == 1) {
      connection.acknowledge(Acknowledgement.PUBACK, publish.packetId(), code(publish));
    } else if (publish.qos() == 2) {
      session.receiving().settled(publish.packetId(), () -> pubrec(publish.packetId(), publish));
    }
  }

  /** Rules and retained messages are no subscribers, as in the original. */
  private static int code(@Nullable PendingPublish publish) {
    return publish != null && publish.hasFoundNobody() ? ReasonCodes.NO_MATCHING_SUBSCRIBERS : 0;
  }

  /**
   * Now or when the store has it; by then the client may be gone.
   *
   * @param publish null if it came before the process began
   */
  private void pubrec(int packetId, @Nullable PendingPublish publish) {
    if (!connection.isClosed()) {
      connection.acknowledge(Acknowledgement.PUBREC, packetId, code(publish));
    }
  }

  private void pubcomp(int packetId, boolean known) {
    if (!connection.isClosed()) {
      connection.acknowledge(Acknowledgement.PUBCOMP, packetId, known ? 0 : PACKET_ID_UNKNOWN);
    }
  }

  @Override
  public void drained() {
    connection.flush();
    if (connection.gate().isPaused(Hold.ACKNOWLEDGEMENTS) && !mustHold()) {
      connection.readOn(Hold.ACKNOWLEDGEMENTS);
    }
  }

  private Message message(
      MqttPublishMessage packet, String topic, Message.PublishProperties properties) {
    long now = observer.nowMillis();
    return new Message(
        connection.home().nextMessageId(now),
        topic,
        ByteBufUtil.getBytes(packet.payload()),
        packet.fixedHeader().qosLevel().value(),
        packet.fixedHeader().isRetain(),
        packet.fixedHeader().isDup(),
        sender,
        properties,
        now);
  }

  /** A packet that was turned away before it became a message. */
  private void tellUnread(MqttPublishMessage packet, MessageDropReason reason) {
    if (observer.events().wants(BrokerEventType.MESSAGE_DROPPED)) {
      observer
          .events()
          .messageDropped(message(packet, rules.topic(packet), rules.properties(packet)), reason);
    }
  }

  private void handOver(MqttPublishMessage packet, Message message) {
    count(message.qos());
    PendingPublish publish = pending.begin(packet.variableHeader().packetId(), message.qos());
    if (message.qos() < 2) {
      handOver(message, publish, null);
    } else {
      Receiving receiving = session.receiving();
      Message known = receiving.handOver(publish, message, connection.lastHeardNanos());
      handOver(known, publish, known.id().equals(message.id()) ? null : receiving.holders(known));
    }
  }

  /**
   * Tells the handler and the subscribers.
   *
   * @param holders who holds it already, null if it is new
   */
  private void handOver(Message message, PendingPublish publish, @Nullable Holders holders) {
    boolean handled = isHandled(message, publish);
    PendingPublish.Refusal refusal = publish.refusal();
    if (refusal != null) {
      drop(message, reason(refusal));
    } else if (message.qos() == 0) {
      publish.keep(message);
    }
    // Who publishes QoS 0 would not publish it again.
    if ((refusal == null || message.qos() == 0)
        && services.router().route(message, publish, holders) == 0) {
      publish.foundNobody();
    }
    pending.handedOver(publish);
    if (!handled && !in.five()) { // which could not be told: 3.1.1 [MQTT-4.8.0-2]
      disconnector.close(connection, Reason.INTERNAL_ERROR, "");
    } else if (mustHold()) {
      connection.gate().pause(Hold.ACKNOWLEDGEMENTS);
    }
  }

  private boolean isHandled(Message message, PendingPublish publish) {
    try {
      services.handler().onPublish(message, publish);
      return true;
    } catch (RuntimeException e) {
      LOG.error("a publish of client {} was not handed over", in.client().clientId(), e);
      publish.handlerFailed();
      return false;
    }
  }

  /** MQTT 3 cannot say no, so that the client is told yes (3.1.1: [MQTT-3.3.5-2]). */
  private void turnAway(MqttPublishMessage packet, int code, String detail) {
    drop(message(packet, rules.topic(packet), rules.properties(packet)), MessageDropReason.REFUSED);
    int qos = packet.fixedHeader().qosLevel().value();
    PendingPublish publish = pending.begin(packet.variableHeader().packetId(), qos);
    if (in.five()) {
      publish.turnAway(code, detail);
    } else if (qos == 2) {
      session.receiving().begin(publish, connection.lastHeardNanos());
    }
    pending.handedOver(publish);
  }

  private void repeat(int packetId) {
    PendingPublish first = session.receiving().publish(packetId);
    if (first == null || first.isSettled()) {
      session.receiving().settled(packetId, () -> pubrec(packetId, first));
    } else if (!pending.owns(first)) {
      pending.adopt(first);
    }
  }

  /** A refused publish is no repetition: its identifier is free again. */
  private boolean isRepeated(int packetId) {
    PendingPublish first = session.receiving().publish(packetId);
    if (first != null && first.isSettled() && first.refusal() != null && !pending.owns(first)) {
      session.receiving().forget(first);
    }
    return session.receiving().contains(packetId);
  }

  private void drop(Message message, MessageDropReason why) {
    session.traffic().receivedDropped();
    observer.dropped(message, why);
  }

  private static MessageDropReason reason(PendingPublish.Refusal refusal) {
    if (refusal.impatient()) {
      return MessageDropReason.QOS0_HELD;
    }
    return refusal.code() == Reason.QUOTA_EXCEEDED.code()
        ? MessageDropReason.QUOTA_EXCEEDED
        : MessageDropReason.REFUSED;
  }

  private void refuse(PendingPublish publish, PendingPublish.Refusal refusal) {
    observer.count(
        refusal.code() == Reason.QUOTA_EXCEEDED.code()
            ? Metric.PUBLISH_QUOTA_EXCEEDED
            : Metric.PUBLISH_ERROR);
    Message late = publish.kept();
    if (late != null) {
      drop(late, reason(refusal));
    }
    if (publish.qos() == 2) {
      session.receiving().refused(publish, () -> tellRefused(publish, refusal));
    } else if (publish.qos() == 1) {
      tellRefused(publish, refusal);
    }
  }

  /**
   * MQTT 3 has no word for it. Without an acknowledgement the client would wait for ever, so that
   * its connection ends: it sends the message again when it has come back (3.1.1: [MQTT-4.8.0-2]).
   */
  private void tellRefused(PendingPublish publish, PendingPublish.Refusal refusal) {
    if (connection.isClosed()) {
      return;
    }
    if (in.five()) {
      String detail = in.terms().problemInformation() ? refusal.reason() : "";
      connection.write(
          Packets.refusedPublish(publish.qos(), publish.packetId(), refusal.code(), detail));
    } else {
      disconnector.close(connection, Reason.ofRefusal(refusal.code()), refusal.reason());
    }
  }

  private boolean mustHold() {
    return pending.mustHold(services.limits().inflightMax());
  }

  private void count(int qos) {
    session.traffic().received(qos);
    observer.count(
        switch (qos) {
          case 0 -> Metric.QOS0_RECEIVED;
          case 1 -> Metric.QOS1_RECEIVED;
          default -> Metric.QOS2_RECEIVED;
        });
  }
}
