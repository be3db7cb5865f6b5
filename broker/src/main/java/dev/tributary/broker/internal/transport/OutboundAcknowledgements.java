package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.PropertyReader;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.session.Outgoing;
import dev.tributary.broker.internal.session.Session;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import org.jspecify.annotations.Nullable;

/** What a client answers to the messages that were sent to it. On the connection's event loop. */
final class OutboundAcknowledgements {

  private static final int PACKET_ID_UNKNOWN = 0x92;

  private final Connection connection;
  private final Observer observer;
  private final EventDoor events;

  OutboundAcknowledgements(Connection connection, Observer observer) {
    this.connection = connection;
    this.observer = observer;
    this.events = observer.events();
  }

  void onPuback(MqttMessage packet, ClientInfo client, Session session) {
    observer.count(Metric.PUBACK_RECEIVED);
    int packetId = packetId(packet);
    Delivery acked = wanted(packetId, session.outgoing());
    if (session.outgoing().acknowledged(packetId)) {
      observer.count(Metric.ACKED);
      tell(acked, client, packet);
      session.pump();
    } else if (session.outgoing().isInFlight(packetId)) {
      unexpected(Metric.PUBACK_INUSE, "PUBACK for a QoS 2 message");
    } else {
      observer.count(Metric.PUBACK_MISSED);
    }
  }

  void onPubrec(MqttMessage packet, ClientInfo client, Session session) {
    observer.count(Metric.PUBREC_RECEIVED);
    int packetId = packetId(packet);
    Delivery acked = wanted(packetId, session.outgoing());
    switch (session.outgoing().received(packetId, reasonCode(packet))) {
      case RELEASE -> {
        observer.count(Metric.ACKED);
        tell(acked, client, packet);
      }
      case REPEATED -> observer.count(Metric.PUBREC_INUSE);
      case ENDED -> {
        observer.count(Metric.ACKED);
        tell(acked, client, packet);
        session.pump();
      }
      case UNEXPECTED -> unexpected(Metric.PUBREC_INUSE, "PUBREC for a QoS 1 message");
      case UNKNOWN -> {
        observer.count(Metric.PUBREC_MISSED);
        connection.release(packetId, PACKET_ID_UNKNOWN);
      }
    }
  }

  void onPubcomp(MqttMessage packet, Session session) {
    observer.count(Metric.PUBCOMP_RECEIVED);
    int packetId = packetId(packet);
    if (session.outgoing().completed(packetId)) {
      session.pump();
    } else if (session.outgoing().isInFlight(packetId)) {
      unexpected(Metric.PUBCOMP_INUSE, "PUBCOMP for a message that waits for another answer");
    } else {
      observer.count(Metric.PUBCOMP_MISSED);
    }
  }

  /**
   * An answer that does not belong to what it answers: client and server do not agree about the
   * message any more (MQTT 5, 1.2: a protocol error), and it would be in flight for ever.
   */
  private void unexpected(Metric metric, String detail) {
    observer.count(metric);
    connection.close(Reason.PROTOCOL_ERROR, detail);
  }

  /** Looked up only for those who listen, and before the window forgets it. */
  private @Nullable Delivery wanted(int packetId, Outgoing outgoing) {
    return events.wants(BrokerEventType.MESSAGE_ACKED) ? outgoing.unacknowledged(packetId) : null;
  }

  private void tell(@Nullable Delivery acked, ClientInfo client, MqttMessage packet) {
    if (acked != null) {
      events.acked(client, acked, properties(packet));
    }
  }

  private static PacketProperties properties(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
        ? PropertyReader.packet(reply.properties())
        : PacketProperties.NONE;
  }

  private static int reasonCode(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
        ? reply.reasonCode() & 0xFF
        : 0;
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }
}
