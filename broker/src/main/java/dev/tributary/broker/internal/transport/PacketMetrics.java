package dev.tributary.broker.internal.transport;

import dev.tributary.broker.internal.metrics.Metric;
import io.netty.handler.codec.mqtt.MqttMessageType;

/** Which counter a packet belongs to. */
final class PacketMetrics {

  private PacketMetrics() {}

  /** A PUBLISH of that QoS, to a client. */
  static Metric published(int qos) {
    return switch (qos) {
      case 0 -> Metric.QOS0_SENT;
      case 1 -> Metric.QOS1_SENT;
      default -> Metric.QOS2_SENT;
    };
  }

  static Metric sent(MqttMessageType type) {
    return switch (type) {
      case CONNACK -> Metric.CONNACK_SENT;
      case PUBLISH -> Metric.PUBLISH_SENT;
      case PUBACK -> Metric.PUBACK_SENT;
      case PUBREC -> Metric.PUBREC_SENT;
      case PUBREL -> Metric.PUBREL_SENT;
      case PUBCOMP -> Metric.PUBCOMP_SENT;
      case SUBACK -> Metric.SUBACK_SENT;
      case UNSUBACK -> Metric.UNSUBACK_SENT;
      case PINGRESP -> Metric.PINGRESP_SENT;
      case DISCONNECT -> Metric.DISCONNECT_SENT;
      case AUTH -> Metric.AUTH_SENT;
      case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ ->
          throw new IllegalArgumentException("a server does not send " + type);
    };
  }
}
