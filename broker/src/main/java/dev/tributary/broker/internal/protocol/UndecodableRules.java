package dev.tributary.broker.internal.protocol;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;

/** What it means that the codec could not read a packet. */
public final class UndecodableRules {

  private UndecodableRules() {}

  public static Reason reason(Throwable cause) {
    return switch (cause) {
      case TooLongFrameException _ -> Reason.PACKET_TOO_LARGE;
      case MqttUnacceptableProtocolVersionException _ -> Reason.UNSUPPORTED_VERSION;
      case MqttIdentifierRejectedException _ -> Reason.CLIENT_ID_INVALID;
      default -> Reason.MALFORMED_PACKET;
    };
  }
}
