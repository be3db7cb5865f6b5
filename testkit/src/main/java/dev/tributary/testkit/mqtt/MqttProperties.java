package dev.tributary.testkit.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Properties of MQTT 5 in the order in which they stand in a packet, so that a test may also write
 * what nobody may: duplicates, or those of other packets.
 */
public final class MqttProperties {
  public static final int PAYLOAD_FORMAT = 0x01;
  public static final int MESSAGE_EXPIRY = 0x02;
  public static final int CONTENT_TYPE = 0x03;
  public static final int RESPONSE_TOPIC = 0x08;
  public static final int CORRELATION_DATA = 0x09;
  public static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
  public static final int SESSION_EXPIRY = 0x11;
  public static final int ASSIGNED_CLIENT_ID = 0x12;
  public static final int SERVER_KEEP_ALIVE = 0x13;
  public static final int REQUEST_PROBLEM_INFORMATION = 0x17;
  public static final int WILL_DELAY = 0x18;
  public static final int REASON_STRING = 0x1F;
  public static final int RECEIVE_MAXIMUM = 0x21;
  public static final int TOPIC_ALIAS_MAXIMUM = 0x22;
  public static final int TOPIC_ALIAS = 0x23;
  public static final int USER_PROPERTY = 0x26;
  public static final int MAXIMUM_PACKET_SIZE = 0x27;

  /** One property; a number, or the bytes of a text, binary data or a pair of texts. */
  private record Property(int id, long number, byte[] bytes) {}

  private final List<Property> all = new ArrayList<>();
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

  /** Adds a property that is a number, in as many bytes as it has by the specification. */
  public MqttProperties with(int id, long number) {
    encoded.write(id);
    encoded.writeBytes(
        switch (id) {
          case PAYLOAD_FORMAT, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> Wire.bytes((int) number);
          case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS ->
              Wire.two((int) number);
          case SUBSCRIPTION_IDENTIFIER -> Wire.varint((int) number);
          default -> Wire.four(number);
        });
    all.add(new Property(id, number, new byte[0]));
    return this;
  }

  /** Adds a property that is a text. */
  public MqttProperties with(int id, String text) {
    return with(id, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a property that is binary data. */
  public MqttProperties with(int id, byte[] bytes) {
    encoded.write(id);
    encoded.writeBytes(Wire.binary(bytes));
    all.add(new Property(id, 0, bytes));
    return this;
  }

  public MqttProperties user(String name, String value) {
    encoded.write(USER_PROPERTY);
    byte[] pair = Wire.join(Wire.text(name), Wire.text(value));
    encoded.writeBytes(pair);
    all.add(new Property(USER_PROPERTY, 0, pair));
    return this;
  }

  /** Without their length. */
  public byte[] encoded() {
    return encoded.toByteArray();
  }

  /** The first such number. */
  public OptionalLong number(int id) {
    return all.stream().filter(p -> p.id == id).mapToLong(Property::number).findFirst();
  }

  /** All such numbers. */
  public List<Long> numbers(int id) {
    return all.stream().filter(p -> p.id == id).map(Property::number).toList();
  }

  /** The first such text or binary data; empty bytes if there is none. */
  public byte[] bytes(int id) {
    return all.stream()
        .filter(p -> p.id == id)
        .map(Property::bytes)
        .findFirst()
        .orElseGet(() -> new byte[0]);
  }

  /** The first such text; empty if there is none. */
  public String text(int id) {
    return new String(bytes(id), StandardCharsets.UTF_8);
  }

  public boolean has(int id) {
    return all.stream().anyMatch(p -> p.id == id);
  }

  /** User properties in their order. */
  public List<Map.Entry<String, String>> user() {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (Property property : all) {
      if (property.id == USER_PROPERTY) {
        ByteBuffer pair = ByteBuffer.wrap(property.bytes);
        pairs.add(
            Map.entry(
                new String(binary(pair), StandardCharsets.UTF_8),
                new String(binary(pair), StandardCharsets.UTF_8)));
      }
    }
    return pairs;
  }

  /** Reads the length and the properties; {@code in} stands behind them afterwards. */
  static MqttProperties read(ByteBuffer in) {
    int length = varint(in);
    int end = in.position() + length;
    MqttProperties properties = new MqttProperties();
    while (in.position() < end) {
      properties.readOne(in);
    }
    return properties;
  }

  private void readOne(ByteBuffer in) {
    int id = in.get() & 0xFF;
    switch (id) {
      case PAYLOAD_FORMAT, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> with(id, in.get() & 0xFF);
      case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, TOPIC_ALIAS ->
          with(id, in.getShort() & 0xFFFF);
      case SUBSCRIPTION_IDENTIFIER -> with(id, varint(in));
      case MESSAGE_EXPIRY, SESSION_EXPIRY, WILL_DELAY, MAXIMUM_PACKET_SIZE ->
          with(id, in.getInt() & 0xFFFF_FFFFL);
      case USER_PROPERTY -> user(utf8(in), utf8(in));
      case CONTENT_TYPE,
          RESPONSE_TOPIC,
          CORRELATION_DATA,
          ASSIGNED_CLIENT_ID,
          0x15,
          0x16,
          0x1A,
          0x1C,
          REASON_STRING ->
          with(id, binary(in));
      default -> throw new AssertionError("no property has the identifier " + id);
    }
  }

  private static String utf8(ByteBuffer in) {
    return new String(binary(in), StandardCharsets.UTF_8);
  }

  private static byte[] binary(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xFFFF];
    in.get(bytes);
    return bytes;
  }

  private static int varint(ByteBuffer in) {
    int number = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.get();
      number |= (digit & 0x7F) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0);
    return number;
  }

  @Override
  public String toString() {
    return Wire.hex(encoded());
  }
}
