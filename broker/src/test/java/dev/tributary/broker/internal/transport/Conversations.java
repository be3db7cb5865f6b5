package dev.tributary.broker.internal.transport;

import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;

import dev.tributary.testkit.mqtt.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What well-behaved clients of three versions say, from CONNECT on, with few names, so that they
 * meet each other: the same client identifiers, topics, groups and packet identifiers.
 */
final class Conversations {

  private static final String[] TOPICS = {"a", "a/b", "a/b/c", "d", "a/é", "$x/a"};
  private static final String[] FILTERS = {
    "a", "a/b", "#", "+", "a/#", "+/b/+", "$share/g/a/#", "$share/g/#", "$share/h/+/b", "d", "$x/#"
  };

  private final SplittableRandom random;
  private final boolean five;

  private Conversations(SplittableRandom random, boolean five) {
    this.random = random;
    this.five = five;
  }

  static List<byte[]> draw(SplittableRandom random) {
    int version = 3 + random.nextInt(4);
    Conversations one = new Conversations(random, version >= 5);
    List<byte[]> packets = new ArrayList<>();
    boolean authenticates = version == 6;
    packets.add(one.connect(Math.min(version, 5), authenticates));
    if (authenticates) {
      packets.add(one.auth(0x18, "02"));
      packets.add(one.auth(0x18, "01"));
    }
    for (int i = random.nextInt(2, 20); i > 0; i--) {
      packets.add(one.any());
    }
    return packets;
  }

  /** Something that a client may say once it is connected. */
  private byte[] any() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> subscribe();
      case 3 -> unsubscribe();
      case 4, 5, 6, 7, 8, 9 -> publish();
      case 10 -> acknowledgement(0x62);
      case 11 -> acknowledgement(0x40);
      case 12 -> acknowledgement(random.nextBoolean() ? 0x50 : 0x70);
      case 13 -> random.nextInt(4) > 0 ? hex("c000") : auth(0x19, "02");
      case 14 -> random.nextInt(4) > 0 ? publish() : disconnect();
      default -> subscribe();
    };
  }

  private byte[] connect(int version, boolean authenticates) {
    boolean will = random.nextInt(3) == 0;
    boolean user = random.nextInt(4) == 0;
    int flags =
        (random.nextBoolean() ? 0x02 : 0)
            | (will ? 0x04 | random.nextInt(3) << 3 | random.nextInt(2) << 5 : 0)
            | (user ? 0xC0 : 0);
    byte[] none = {};
    return packet(
        0x10,
        text(version == 3 ? "MQIsdp" : "MQTT"),
        new byte[] {(byte) version, (byte) flags},
        two(random.nextInt(3) * 60),
        five ? properties(connectProperties(authenticates)) : none,
        text(random.nextInt(20) == 0 ? "" : "c" + random.nextInt(16)),
        will && five ? properties(hex(pick("", "1800000005", "180000000001 02 00000003"))) : none,
        will ? join(text(topic()), text(payload())) : none,
        user ? join(text("u"), text("p")) : none);
  }

  private byte[] connectProperties(boolean authenticates) {
    return join(
        hex(pick("", "1100000005", "11000000ff", "11ffffffff")), // session expiry
        hex(pick("", "", "210001", "210003", "21ffff")), // receive maximum
        hex(pick("", "", "2700000040", "2700000014", "2700001000")), // maximum packet size
        hex(pick("", "220003", "22ffff")), // topic alias maximum
        hex(pick("", "1901", "1700")), // response and problem information
        userProperties(),
        authenticates
            ? join(
                hex("15"),
                text(pick("ECHO", "ECHO", "SCRAM-SHA-256")),
                hex("16"),
                text("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"))
            : new byte[0]);
  }

  private byte[] auth(int reason, String data) {
    return packet(
        0xF0,
        new byte[] {(byte) reason},
        properties(join(hex("15"), text("ECHO"), hex("160001"), hex(data))));
  }

  private byte[] subscribe() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(two(packetId()));
    if (five) {
      parts.add(properties(join(hex(pick("", "0b01", "0bffffff7f")), userProperties())));
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int options = random.nextInt(3);
      if (five) {
        options |= random.nextInt(4) << 2 | random.nextInt(3) << 4;
      }
      parts.add(text(filter()));
      parts.add(new byte[] {(byte) options});
    }
    return packet(0x82, parts.toArray(byte[][]::new));
  }

  private byte[] unsubscribe() {
    return packet(
        0xA2, two(packetId()), five ? properties(new byte[0]) : new byte[0], text(filter()));
  }

  private byte[] publish() {
    int qos = random.nextInt(3);
    boolean repeated = qos > 0 && random.nextInt(6) == 0;
    int first = 0x30 | qos << 1 | (random.nextInt(5) == 0 ? 1 : 0) | (repeated ? 8 : 0);
    String alias = five ? pick("", "", "", "230001", "230002") : "";
    String topic = alias.isEmpty() || random.nextInt(3) > 0 ? topic() : "";
    return packet(
        first,
        text(topic),
        qos == 0 ? new byte[0] : two(packetId()),
        five ? properties(join(hex(alias), publishProperties())) : new byte[0],
        payload().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private byte[] publishProperties() {
    return join(
        hex(pick("", "0200000003", "0200000000")), // expiry
        hex(pick("", "", "0101")), // payload format
        hex(pick("", "", "0300016a")), // content type
        hex(pick("", "", "0800016109000411223344")), // response topic, correlation data
        userProperties());
  }

  private byte[] userProperties() {
    byte[] some = {};
    for (int i = random.nextInt(8) == 0 ? random.nextInt(1, 5) : 0; i > 0; i--) {
      some = join(some, hex("26"), text("k" + i), text("v"));
    }
    return some;
  }

  private byte[] acknowledgement(int first) {
    String rest = five ? pick("", "", "00", "10", "80", "9200", "00 04 1f 0001 61") : "";
    return packet(first, two(packetId()), hex(rest));
  }

  private byte[] disconnect() {
    return packet(0xE0, hex(five ? pick("", "00", "04", "0005 1100000001") : ""));
  }

  private int packetId() {
    return random.nextInt(1, 9);
  }

  private String topic() {
    return TOPICS[random.nextInt(TOPICS.length)];
  }

  private String filter() {
    return FILTERS[random.nextInt(FILTERS.length)];
  }

  private String payload() {
    return switch (random.nextInt(24)) {
      case 0 -> "x".repeat(random.nextInt(700));
      case 1 -> "x".repeat(random.nextInt(9_000));
      case 2, 3, 4 -> "";
      default -> "payload";
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static byte[] properties(byte[] all) {
    return join(Wire.varint(all.length), all);
  }

  // What carries MQTT

  static byte[] upgrade(SplittableRandom random) {
    String[] more = {
      "",
      "X-Forwarded-For: 10.0.0.1, 10.0.0.2\r\n",
      "Sec-WebSocket-Extensions: permessage-deflate\r\n",
      "Origin: http://a\r\n",
      "Content-Length: 3\r\n",
      "Transfer-Encoding: chunked\r\n"
    };
    int chosen = random.nextInt(24);
    return ("GET /mqtt HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: mqtt\r\n"
            + (chosen < more.length ? more[chosen] : "")
            + "\r\n")
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Bytes in a masked frame: binary, its continuation, or one that only controls. */
  static byte[] frame(SplittableRandom random, byte[] bytes) {
    int first =
        switch (random.nextInt(30)) {
          case 0 -> 0x02;
          case 1 -> 0x80;
          case 2 -> 0x89;
          case 3 -> 0x81;
          case 4 -> 0x8A;
          case 5 -> 0x88;
          case 6 -> 0xC2;
          default -> 0x82;
        };
    byte[] length =
        bytes.length < 126
            ? new byte[] {(byte) (0x80 | bytes.length)}
            : bytes.length < 65_536
                ? join(new byte[] {(byte) 0xFE}, two(bytes.length))
                : join(hex("ff00000000"), two(bytes.length >>> 16), two(bytes.length));
    // A mask of zeros is a mask.
    return join(new byte[] {(byte) first}, length, new byte[4], bytes);
  }

  static byte[] proxyHeader(SplittableRandom random) {
    return random.nextBoolean()
        ? "PROXY TCP4 10.0.0.1 10.0.0.2 1234 1883\r\n"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII)
        : hex(
            random.nextInt(4) == 0
                ? "0d0a0d0a000d0a515549540a 20 00 0000"
                : "0d0a0d0a000d0a515549540a 21 11 0013 0a000001 0a000002 04d2 075b 01 0004 61626364");
  }
}
