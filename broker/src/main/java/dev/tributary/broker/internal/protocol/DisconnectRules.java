package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PacketProperties;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;

/** DISCONNECT from a client (MQTT 5, 3.14). */
public final class DisconnectRules {

  private DisconnectRules() {}

  /** What becomes of a DISCONNECT. */
  public sealed interface Decision {}

  /**
   * As the client wished.
   *
   * @param code the client's reason code
   */
  public record Leave(
      Reason reason, int code, long sessionExpirySeconds, PacketProperties properties)
      implements Decision {

    /** The name of the code; a client that just goes leaves in the normal way. */
    public String text() {
      return code == ReasonCodes.SUCCESS ? reason.text() : ReasonCodes.name(code);
    }
  }

  public record Close(Reason reason, String detail) implements Decision {}

  public static Decision decide(MqttMessage packet, ConnectTerms terms, MqttLimits limits) {
    long expiry = terms.sessionExpirySeconds();
    if (!(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
      return new Leave(Reason.NORMAL, ReasonCodes.SUCCESS, expiry, PacketProperties.NONE);
    }
    long asked =
        PropertyReader.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, expiry);
    if (expiry == 0 && asked > 0) { // MQTT 5, 3.14.2.2.2
      return new Close(Reason.PROTOCOL_ERROR, "Session Expiry Interval was 0 in CONNECT");
    }
    // Only 0x00 takes the will back ([MQTT-3.14.4-3]).
    Reason reason = header.reasonCode() == ReasonCodes.SUCCESS ? Reason.NORMAL : Reason.WITH_WILL;
    return new Leave(
        reason,
        header.reasonCode() & 0xFF,
        Math.min(asked, limits.sessionExpiryMax().toSeconds()),
        PropertyReader.packet(header.properties()));
  }
}
