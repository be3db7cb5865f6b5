package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One PUBLISH as it goes over the wire, but for the packet identifier and DUP. A payload of {@link
 * #LARGE} bytes and more stands apart: it is not copied for each receiver.
 */
public final class EncodedPublish {

  /** Below it, a copy costs less than a buffer of its own. */
  static final int LARGE = 4_096;

  private static final int PUBLISH = 0x30;
  private static final int DUP = 0x08;
  private static final int QOS = 0x06;

  /** Remaining length as four bytes can say it. */
  private static final long PACKET_MAX = 268_435_455L + 5;

  private static final int BYTES_KEPT_MAX = 4 * LARGE;
  private static final int BYTES_FIRST = 256;

  private final PublishEncoder encoder;
  private ByteBuf bytes = Unpooled.buffer(BYTES_FIRST);
  private @Nullable Message payloadApart;
  private boolean five;
  private int first;
  private int subscriptionIdentifier;
  private List<Integer> further = List.of();
  private long expirySeconds;
  private int alias;
  private int packetIdAt;
  private long size;

  EncodedPublish(PublishEncoder encoder) {
    this.encoder = encoder;
  }

  /** Whether the whole packet is not larger than what a client takes; [MQTT-3.1.2-24]. */
  public boolean fits(long packetBytesMax) {
    return size <= Math.min(packetBytesMax, PACKET_MAX);
  }

  /** How many bytes {@link #write} writes. */
  public int bytes() {
    return bytes.readableBytes();
  }

  /**
   * Writes the packet, without its payload if {@link #payload} has one.
   *
   * @param packetId ignored for QoS 0
   */
  public void write(ByteBuf to, int packetId, boolean dup) {
    int start = to.writerIndex();
    to.writeBytes(bytes, 0, bytes.writerIndex());
    if (packetIdAt > 0) {
      to.setShort(start + packetIdAt, packetId);
    }
    if (dup) {
      to.setByte(start, first | DUP); // [MQTT-3.3.1-1]
    }
  }

  /** The payload, if it follows what was written; shared with others, and to be released. */
  public @Nullable ByteBuf payload() {
    Message message = payloadApart;
    return message == null ? null : encoder.sharedPayload(message);
  }

  static int firstByte(int qos, boolean retain) {
    return PUBLISH | qos << 1 | (retain ? 1 : 0);
  }

  boolean is(
      boolean five,
      int first,
      int subscriptionIdentifier,
      List<Integer> further,
      long expirySeconds,
      int alias) {
    return this.first == first
        && this.five == five
        && this.subscriptionIdentifier == subscriptionIdentifier
        && this.expirySeconds == expirySeconds
        && this.alias == alias
        && this.further.equals(further);
  }

  /** Keeps nothing large. */
  void clear() {
    payloadApart = null;
    if (bytes.capacity() > BYTES_KEPT_MAX) {
      bytes = Unpooled.buffer(BYTES_FIRST);
    }
  }

  boolean isLarge() {
    return payloadApart != null || bytes.capacity() > BYTES_KEPT_MAX;
  }

  void encode(
      Message message,
      boolean five,
      int first,
      int subscriptionIdentifier,
      List<Integer> further,
      long expirySeconds,
      int alias) {
    this.five = five;
    this.first = first;
    this.subscriptionIdentifier = subscriptionIdentifier;
    this.further = further;
    this.expirySeconds = expirySeconds;
    this.alias = alias;
    payloadApart = message.payload().length >= LARGE ? message : null;
    bytes.clear();
    write(message);
  }

  private void write(Message message) {
    String topic = alias < 0 ? "" : message.topic(); // the client knows it by its alias
    int topicBytes = ByteBufUtil.utf8Bytes(topic);
    long properties = five ? propertyBytes(message.properties()) : 0;
    boolean identified = (first & QOS) != 0;
    long remaining = 2L + topicBytes + (identified ? 2 : 0) + message.payload().length;
    if (five) {
      remaining += variableBytes(properties) + properties;
    }
    size = 1 + variableBytes(remaining) + remaining;
    if (!fits(PACKET_MAX)) {
      return; // no client gets it, for it cannot be written
    }
    bytes.writeByte(first);
    variable(remaining);
    bytes.writeShort(topicBytes);
    ByteBufUtil.reserveAndWriteUtf8(bytes, topic, topicBytes);
    packetIdAt = identified ? bytes.writerIndex() : 0;
    if (identified) {
      bytes.writeZero(2);
    }
    if (five) {
      variable(properties);
      writeProperties(message.properties());
    }
    if (payloadApart == null) {
      bytes.writeBytes(message.payload());
    }
  }

  private long propertyBytes(PublishProperties from) {
    long length = expirySeconds >= 0 ? 5 : 0;
    length += alias == OutboundAliases.NONE ? 0 : 3;
    length += subscriptionIdentifier == 0 ? 0 : 1 + variableBytes(subscriptionIdentifier);
    for (int identifier : further) {
      length += 1 + variableBytes(identifier);
    }
    length += from.payloadFormatIndicator() < 0 ? 0 : 2;
    length += textBytes(from.contentType()) + textBytes(from.responseTopic());
    byte[] correlation = from.correlationData();
    length += correlation == null ? 0 : 3 + correlation.length;
    for (Map.Entry<String, String> pair : from.userProperties()) {
      length += 5 + ByteBufUtil.utf8Bytes(pair.getKey()) + ByteBufUtil.utf8Bytes(pair.getValue());
    }
    return length;
  }

  private void writeProperties(PublishProperties from) {
    if (expirySeconds >= 0) {
      bytes.writeByte(MqttProperties.PUBLICATION_EXPIRY_INTERVAL);
      bytes.writeInt((int) expirySeconds);
    }
    if (alias != OutboundAliases.NONE) {
      bytes.writeByte(MqttProperties.TOPIC_ALIAS);
      bytes.writeShort(Math.abs(alias));
    }
    if (subscriptionIdentifier > 0) {
      bytes.writeByte(MqttProperties.SUBSCRIPTION_IDENTIFIER);
      variable(subscriptionIdentifier);
    }
    for (int identifier : further) { // [MQTT-3.3.4-4]
      bytes.writeByte(MqttProperties.SUBSCRIPTION_IDENTIFIER);
      variable(identifier);
    }
    if (from.payloadFormatIndicator() >= 0) {
      bytes.writeByte(MqttProperties.PAYLOAD_FORMAT_INDICATOR);
      bytes.writeByte(from.payloadFormatIndicator());
    }
    text(MqttProperties.CONTENT_TYPE, from.contentType());
    text(MqttProperties.RESPONSE_TOPIC, from.responseTopic());
    byte[] correlation = from.correlationData();
    if (correlation != null) {
      bytes.writeByte(MqttProperties.CORRELATION_DATA);
      bytes.writeShort(correlation.length);
      bytes.writeBytes(correlation);
    }
    for (Map.Entry<String, String> pair : from.userProperties()) { // [MQTT-3.3.2-18]
      text(MqttProperties.USER_PROPERTY, pair.getKey());
      text(pair.getValue());
    }
  }

  private void text(int property, @Nullable String text) {
    if (text != null) {
      bytes.writeByte(property);
      text(text);
    }
  }

  private void text(String text) {
    int at = bytes.writerIndex();
    bytes.writeShort(0);
    bytes.setShort(at, bytes.writeCharSequence(text, StandardCharsets.UTF_8));
  }

  private static long textBytes(@Nullable String text) {
    return text == null ? 0 : 3 + ByteBufUtil.utf8Bytes(text);
  }

  private void variable(long value) {
    long rest = value;
    while (rest > 0x7F) {
      bytes.writeByte((int) rest | 0x80);
      rest >>>= 7;
    }
    bytes.writeByte((int) rest);
  }

  private static int variableBytes(long value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
  }
}
