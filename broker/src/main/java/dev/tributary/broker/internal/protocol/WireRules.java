package dev.tributary.broker.internal.protocol;

import static dev.tributary.broker.internal.protocol.ProtocolViolation.forbidden;
import static dev.tributary.broker.internal.protocol.ProtocolViolation.malformed;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.mqtt.MqttMessageType;

/**
 * What the bytes of a whole packet must be, so far as it cannot be seen any more, or too late, once
 * the codec has read them: it follows inner lengths beyond the packet's end, keeps the last of two
 * equal properties, drops reserved bits, and has one failure for everything. Reads each packet once
 * from front to end, and never beyond. Per connection: CONNECT says which version holds.
 */
public final class WireRules {

  private static final int MQTT_3_1 = 3;
  private static final int MQTT_3_1_1 = 4;
  private static final int MQTT_5 = 5;

  private static final int PUBLISH = 3;
  private static final int DUP = 0x08;
  private static final int RESERVED_FLAG = 0x01;
  private static final int WILL_FLAG = 0x04;
  private static final int PASSWORD_FLAG = 0x40;
  private static final int USER_NAME_FLAG = 0x80;

  // Which reason codes a client may send (MQTT 5, 2.4).
  /** [MQTT-3.4.2-1], [MQTT-3.5.2-1]. */
  private static final boolean[] RECEIVED_CODES =
      codes(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);

  /** [MQTT-3.6.2-1], [MQTT-3.7.2-1]. */
  private static final boolean[] RELEASED_CODES = codes(0x00, 0x92);

  /** [MQTT-3.14.2-1]. */
  private static final boolean[] DISCONNECT_CODES =
      codes(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99);

  /** [MQTT-3.15.2-1]. */
  private static final boolean[] AUTH_CODES = codes(0x18, 0x19);

  private int version = MQTT_3_1_1;
  private boolean connected;

  /** Whether CONNECT said MQTT 5. */
  public boolean five() {
    return version == MQTT_5;
  }

  /**
   * The first byte says the type and its flags; known to be wrong before the rest is here. MQTT 3.1
   * marks also PUBREL, SUBSCRIBE and UNSUBSCRIBE as sent again.
   *
   * @throws ProtocolViolation [MQTT-2.1.3-1]
   */
  public void checkFirst(int first) throws ProtocolViolation {
    int flags = first & 0x0F;
    boolean right =
        switch (first >> 4) {
          case 0 -> false;
          case 3 -> (flags & 0x06) != 0x06; // [MQTT-3.3.1-4]
          case 6, 8, 10 -> flags == 0x02 || (flags == (DUP | 0x02) && version == MQTT_3_1);
          default -> flags == 0;
        };
    if (!right) {
      throw malformed("a packet cannot start with 0x" + Integer.toHexString(first));
    }
  }

  /**
   * One whole packet, first byte checked.
   *
   * @param packet from its first byte to its last; read to its end. DUP is cleared where the codec,
   *     which knows later versions better, would not take it
   */
  public void check(ByteBuf packet) throws ProtocolViolation {
    int first = packet.readUnsignedByte();
    if (version == MQTT_3_1 && first >> 4 != PUBLISH) {
      packet.setByte(packet.readerIndex() - 1, first & ~DUP);
    }
    while (packet.readByte() < 0) {
      // the bytes of the remaining length but the last
    }
    switch (MqttMessageType.valueOf(first >> 4)) {
      case CONNECT -> connect(packet);
      case PUBLISH -> publish(packet, (first & 0x06) != 0);
      case PUBACK, PUBREC -> acknowledgement(packet, RECEIVED_CODES);
      case PUBREL, PUBCOMP -> acknowledgement(packet, RELEASED_CODES);
      case SUBSCRIBE -> subscribe(packet);
      case UNSUBSCRIBE -> unsubscribe(packet);
      case DISCONNECT -> reasonAndProperties(packet, DISCONNECT_CODES, WireProperties.DISCONNECT);
      case AUTH -> auth(packet);
      case PINGREQ -> {}
      case CONNACK, SUBACK, UNSUBACK, PINGRESP -> throw forbidden("a packet that servers send");
    }
    if (packet.isReadable()) {
      throw malformed("the packet has " + packet.readableBytes() + " bytes too many");
    }
  }

  private void connect(ByteBuf packet) throws ProtocolViolation {
    if (connected) { // before the codec would take up another version for the rest
      throw forbidden("second CONNECT"); // [MQTT-3.1.0-2]
    }
    connected = true;
    WireTypes.text(packet);
    int level = WireTypes.octet(packet);
    if (level != MQTT_3_1 && level != MQTT_3_1_1 && level != MQTT_5) {
      packet.skipBytes(packet.readableBytes()); // [MQTT-3.1.2-2] is answered behind the codec
      return;
    }
    version = level;
    int flags = WireTypes.octet(packet);
    if (level != MQTT_3_1 && (flags & RESERVED_FLAG) != 0) {
      throw malformed("the reserved flag of CONNECT is set"); // [MQTT-3.1.2-3]
    }
    WireTypes.two(packet); // keep-alive
    properties(packet, WireProperties.CONNECT);
    WireTypes.name(packet); // client identifier
    if ((flags & WILL_FLAG) != 0) {
      properties(packet, WireProperties.WILL);
      WireTypes.name(packet); // its topic
      WireTypes.binary(packet);
    }
    if ((flags & USER_NAME_FLAG) != 0) {
      WireTypes.name(packet);
    }
    if ((flags & PASSWORD_FLAG) != 0) {
      WireTypes.binary(packet);
    }
  }

  private void publish(ByteBuf packet, boolean identified) throws ProtocolViolation {
    if (WireTypes.name(packet)) {
      throw new ProtocolViolation(
          Reason.TOPIC_NAME_INVALID, "wildcard in a topic name"); // [MQTT-3.3.2-2]
    }
    if (identified) {
      packetIdentifier(packet);
    }
    properties(packet, WireProperties.PUBLISH);
    packet.skipBytes(packet.readableBytes()); // payload
  }

  private void acknowledgement(ByteBuf packet, boolean[] codes) throws ProtocolViolation {
    packetIdentifier(packet);
    reasonAndProperties(packet, codes, WireProperties.ACKNOWLEDGEMENT);
  }

  /** Reason code and properties, of which MQTT 5 may leave out the end and MQTT 3 has none. */
  private void reasonAndProperties(ByteBuf packet, boolean[] codes, WireProperties allowed)
      throws ProtocolViolation {
    if (five() && packet.isReadable()) {
      int code = packet.readUnsignedByte();
      if (!codes[code]) {
        throw forbidden("reason code 0x%02x in %s".formatted(code, allowed));
      }
      if (packet.isReadable()) {
        allowed.check(packet);
      }
    }
  }

  private static boolean[] codes(int... allowed) {
    boolean[] codes = new boolean[256];
    for (int code : allowed) {
      codes[code] = true;
    }
    return codes;
  }

  private void auth(ByteBuf packet) throws ProtocolViolation {
    if (!five()) {
      throw malformed("AUTH is no packet of MQTT 3");
    }
    if (!packet.isReadable()) {
      throw forbidden("AUTH that says success, as only a server may"); // [MQTT-3.15.2-1]
    }
    reasonAndProperties(packet, AUTH_CODES, WireProperties.AUTH);
  }

  private void subscribe(ByteBuf packet) throws ProtocolViolation {
    packetIdentifier(packet);
    properties(packet, WireProperties.SUBSCRIBE);
    while (packet.isReadable()) {
      WireTypes.name(packet);
      options(WireTypes.octet(packet));
    }
  }

  private void options(int options) throws ProtocolViolation {
    int reserved = five() ? 0xC0 : 0xFC;
    boolean tooHigh = (options & 0x03) == 3;
    if ((options & reserved) != 0 || (tooHigh && !five())) {
      // [MQTT-3.8.3-5]; in MQTT 3.1.1 [MQTT-3-8.3-4]
      throw malformed("subscription options 0x" + Integer.toHexString(options));
    }
    if (tooHigh) {
      throw forbidden("QoS 3 in a SUBSCRIBE"); // MQTT 5, 3.8.3.1
    }
    if ((options & 0x30) == 0x30) {
      throw forbidden("Retain Handling 3"); // MQTT 5, 3.8.3.1
    }
  }

  private void unsubscribe(ByteBuf packet) throws ProtocolViolation {
    packetIdentifier(packet);
    properties(packet, WireProperties.UNSUBSCRIBE);
    while (packet.isReadable()) {
      WireTypes.name(packet);
    }
  }

  private void properties(ByteBuf packet, WireProperties allowed) throws ProtocolViolation {
    if (five()) {
      allowed.check(packet);
    }
  }

  /**
   * Zero can be parsed and is data that the protocol does not allow, hence no malformed packet but
   * a protocol error (MQTT 5, 1.2 and 4.13.1).
   */
  private static void packetIdentifier(ByteBuf packet) throws ProtocolViolation {
    if (WireTypes.two(packet) == 0) {
      throw forbidden("packet identifier 0"); // [MQTT-2.2.1-3]
    }
  }
}
