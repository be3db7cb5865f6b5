package dev.tributary.broker.internal.protocol;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** AUTH from a client (MQTT 5, 3.15 and 4.12). */
public final class AuthRules {

  public static final int SUCCESS = 0x00;
  public static final int CONTINUE = 0x18;
  private static final int AGAIN = 0x19;

  private AuthRules() {}

  /** What becomes of an AUTH. */
  public sealed interface Decision {}

  /** What the client says next in the exchange that goes on. */
  public record Next(byte[] data) implements Decision {}

  /** The client proves once more who it is. */
  public record Again(byte[] data) implements Decision {}

  public record Close(Reason reason, String detail) implements Decision {}

  /**
   * Decides about one packet.
   *
   * @param method of the CONNECT, or null
   * @param running an exchange has begun and is not over
   * @param connected CONNACK is sent
   */
  public static Decision decide(
      MqttMessage packet, @Nullable String method, boolean running, boolean connected) {
    if (method == null) { // [MQTT-4.12.0-7]
      return wrong("AUTH without an Authentication Method in CONNECT");
    }
    if (!(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
      return wrong("AUTH without reason code");
    }
    String named = PropertyReader.text(header.properties(), MqttProperties.AUTHENTICATION_METHOD);
    if (named == null) { // MQTT 5, 3.15.2.2.2
      return wrong("AUTH without Authentication Method");
    }
    if (!named.equals(method)) { // [MQTT-4.12.0-5], [MQTT-4.12.1-1]
      return new Close(
          Reason.BAD_AUTHENTICATION_METHOD, "not the Authentication Method of CONNECT");
    }
    byte[] given = PropertyReader.bytes(header.properties(), MqttProperties.AUTHENTICATION_DATA);
    byte[] data = given == null ? new byte[0] : given;
    return switch (header.reasonCode() & 0xFF) {
      case CONTINUE -> running ? new Next(data) : wrong("AUTH that continues nothing"); // 4.12.0-3
      case AGAIN ->
          connected && !running
              ? new Again(data)
              : wrong("re-authentication before the authentication is over");
      default -> wrong("AUTH with a reason code that a client cannot send"); // [MQTT-3.15.2-1]
    };
  }

  private static Close wrong(String detail) {
    return new Close(Reason.PROTOCOL_ERROR, detail);
  }
}
