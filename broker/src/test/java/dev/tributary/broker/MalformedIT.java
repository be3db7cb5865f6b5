package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.PacketRejected;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packets that break a rule close their connection with the reason that the specification gives,
 * are counted and told as an event, and nothing of them reaches a handler or a subscriber.
 */
class MalformedIT {

  private final TestBroker server = new TestBroker(MqttLimits.defaults());

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # SUBSCRIBE options: 2 bits retain handling, RAP, NL, 2 bits QoS
          reserved option bit 6 [MQTT-3.8.3-5],               82 07 0001 00 000161 40,               81
          reserved option bit 7 [MQTT-3.8.3-5],               82 07 0001 00 000161 80,               81
          maximum QoS 3 (3.8.3.1: a protocol error),          82 07 0001 00 000161 03,               82
          retain handling 3 (3.8.3.1),                        82 07 0001 00 000161 30,               82
          second filter with a reserved bit,                  82 0B 0001 00 000161 00 000162 41,     81
          filter without options,                             82 06 0001 00 000161,                  81
          # properties: what may stand once (3.3.2.3 and others), where it may stand (2.2.2.2)
          PUBLISH content type twice (3.3.2.3.9),             30 0C 000161 08 03000163 03000163,     82
          PUBLISH topic alias twice (3.3.2.3.4),              30 0A 000161 06 230001 230001,         82
          PUBLISH expiry twice (3.3.2.3.3),                   30 0E 000161 0A 0200000001 0200000001, 82
          PUBLISH payload format 2 (3.3.2.3.2),               30 06 000161 02 0102,                  82
          PUBLISH subscription identifier [MQTT-3.3.4-6],     30 06 000161 02 0B01,                  82
          PUBLISH response topic with wildcard [MQTT-3.3.2-14],   30 08 000161 04 0800012B,          82
          PUBLISH empty response topic [MQTT-4.7.3-1],        30 07 000161 03 080000,                82
          PUBLISH receive maximum (2.2.2.2: malformed),       30 07 000161 03 210001,                81
          PUBLISH property 0x7E,                              30 06 000161 02 7E01,                  81
          PUBLISH property identifier in two bytes [MQTT-1.5.5-1],   30 07 000161 03 810001,         81
          SUBSCRIBE identifier twice (3.8.2.1.2),             82 0B 0001 04 0B010B02 000161 00,      82
          SUBSCRIBE identifier 0 (3.8.2.1.2),                 82 09 0001 02 0B00 000161 00,          82
          SUBSCRIBE with content type,                        82 0B 0001 04 03000163 000161 00,      81
          UNSUBSCRIBE with subscription identifier,           A2 08 0001 02 0B01 000161,             81
          PUBACK reason string twice (3.4.2.2.2),             40 0C 0001 00 08 1F000161 1F000162,    82
          PUBREL with topic alias,                            62 07 0001 00 03 230001,               81
          DISCONNECT session expiry twice (3.14.2.2.2),       E0 0C 00 0A 1100000000 1100000000,     82
          DISCONNECT with topic alias,                        E0 05 00 03 230001,                    81
          AUTH that nobody asked for (4.12.0-6),              F0 06 18 04 15000161,                  82
          # names without control characters (1.5.4: may be taken for malformed)
          topic with U+0001,                                  30 06 0003610162 00,                   81
          topic with U+001F,                                  30 06 0003611F62 00,                   81
          topic with U+007F,                                  30 06 0003617F62 00,                   81
          topic with U+009F,                                  30 07 000461C29F62 00,                 81
          response topic with a newline,                      30 08 000161 04 0800010A,              81
          filter with U+001F,                                 82 09 0001 00 0003611F62 00,           81
          unsubscribed filter with U+0080,                    A2 07 0001 00 0002C280,                81
          # UTF-8 in more bytes than it needs [MQTT-1.5.4-1]
          topic with an overlong slash,                       30 07 000461C0AF62 00,                 81
          topic with an overlong U+0000,                      30 07 000461C08062 00,                 81
          # topic names and packet identifiers
          wildcard # in a topic [MQTT-3.3.2-2],               30 06 0003612F23 00,                   90
          wildcard + in a topic [MQTT-3.3.2-2],               30 06 00032B2F61 00,                   90
          PUBLISH packet identifier 0 [MQTT-2.2.1-3],         32 06 000161 0000 00,                  82
          SUBSCRIBE packet identifier 0 [MQTT-2.2.1-3],       82 07 0000 00 000161 00,               82
          UNSUBSCRIBE packet identifier 0 [MQTT-2.2.1-3],     A2 06 0000 00 000161,                  82
          PUBREL packet identifier 0 [MQTT-2.2.1-5],          62 02 0000,                            82
          PUBACK packet identifier 0 [MQTT-2.2.1-5],          40 02 0000,                            82
          topic alias 0 [MQTT-3.3.2-8],                       30 07 000161 03 230000,                94
          # reason codes that a client cannot send (2.4)
          PUBACK code 0x92 [MQTT-3.4.2-1],                    40 03 0001 92,                         82
          PUBACK code 0x01 [MQTT-3.4.2-1],                    40 03 0001 01,                         82
          PUBREC code 0x92 [MQTT-3.5.2-1],                    50 03 0001 92,                         82
          PUBREL code 0x10 [MQTT-3.6.2-1],                    62 03 0001 10,                         82
          PUBCOMP code 0x80 [MQTT-3.7.2-1],                   70 04 0001 80 00,                      82
          DISCONNECT code 0x01 [MQTT-3.14.2-1],               E0 01 01,                              82
          DISCONNECT code 0x8E [MQTT-3.14.2-1],               E0 01 8E,                              82
          DISCONNECT session expiry from 0 (3.14.2.2.2),      E0 07 00 05 1100000001,                82
          AUTH code 0x00 [MQTT-3.15.2-1],                     F0 02 00 00,                           82
          AUTH with nothing [MQTT-3.15.2-1],                  F0 00,                                 82
          # zero-length fields
          PUBLISH empty topic without alias [MQTT-4.7.3-1],   30 03 0000 00,                         82
          PUBLISH empty topic and an alias never set,         30 06 0000 03 230001,                  82
          PUBLISH alias above the maximum [MQTT-3.3.2-9],     30 07 000161 03 230101,                94
          SUBSCRIBE without filter [MQTT-3.8.3-2],            82 03 0001 00,                         82
          UNSUBSCRIBE without filter [MQTT-3.10.3-2],         A2 03 0001 00,                         82
          # flags of the fixed header [MQTT-2.1.3-1]
          PUBLISH QoS 3 [MQTT-3.3.1-4],                       36 06 000161 0001 00,                  81
          PUBLISH DUP with QoS 0 [MQTT-3.3.1-2],              38 04 000161 00,                       81
          PUBACK flags,                                       42 02 0001,                            81
          PUBREC flags,                                       51 02 0001,                            81
          PUBREL flags [MQTT-3.6.1-1],                        60 02 0001,                            81
          PUBCOMP flags,                                      78 02 0001,                            81
          SUBSCRIBE flags [MQTT-3.8.1-1],                     80 07 0001 00 000161 00,               81
          UNSUBSCRIBE flags [MQTT-3.10.1-1],                  A0 06 0001 00 000161,                  81
          PINGREQ flags,                                      C1 00,                                 81
          DISCONNECT flags [MQTT-3.14.1-1],                   E1 00,                                 81
          AUTH flags [MQTT-3.15.1-1],                         F2 00,                                 81
          flags of a packet whose rest is not here yet,       43 7F 0001,                            81
          packet type 0,                                      00 00,                                 81
          second CONNECT [MQTT-3.1.0-2],                      10 0F 00044D515454 04 02 0000 0003726177, 82
          second CONNECT of version 9 [MQTT-3.1.0-2],         10 0F 00044D515454 09 02 0000 0003726177, 82
          PINGRESP from a client,                             D0 00,                                 82
          CONNACK from a client,                              20 03 00 00 00,                        82
          # strings [MQTT-1.5.4-1], [MQTT-1.5.4-2]
          topic with a broken sequence,                       30 05 0002C328 00,                     81
          topic with an overlong slash,                       30 05 0002C0AF 00,                     81
          topic with a surrogate,                             30 06 0003EDA080 00,                   81
          topic with U+0000,                                  30 05 00026100 00,                     81
          filter with a surrogate,                            82 09 0001 00 0003EDBFBF 00,           81
          filter with U+0000,                                 82 07 0001 00 000100 00,               81
          unsubscribed filter with U+0000,                    A2 06 0001 00 000100,                  81
          user property key with a surrogate,                 30 0D 000161 09 260003EDA0800001 61,   81
          user property value with U+0000,                    30 0B 000161 07 2600016B000100,        81
          content type with a broken sequence,                30 08 000161 04 030001FF,              81
          # lengths inside a packet
          topic longer than the packet,                       30 05 007F616263,                      81
          properties longer than the packet,                  30 05 000161 7F 00,                    81
          properties shorter than their property,             30 08 000161 02 0200000001,            81
          properties that end inside a property,              30 0A 000161 04 0200000001 61,         81
          property length of five bytes,                      30 08 000161 8080808001,               81
          filter longer than the packet,                      82 07 0001 00 000961 00,               81
          SUBSCRIBE with nothing,                             82 00,                                 81
          SUBSCRIBE of one byte,                              82 01 00,                              81
          PUBLISH with nothing,                               30 00,                                 81
          PUBLISH QoS 1 without packet identifier,            32 03 000161,                          81
          PUBACK without packet identifier,                   40 00,                                 81
          PUBACK with more than it has,                       40 06 0001 00 00 C000,                 81
          DISCONNECT with more than it has,                   E0 04 00 00 C000,                      81
          PINGREQ with a body,                                C0 02 C000,                            81
          """)
  @Mqtt5({
    "1.5.4-1",
    "1.5.4-2",
    "1.5.5-1",
    "1.5.7-1",
    "2.1.3-1",
    "2.2.1-3",
    "2.2.1-5",
    "3.1.0-2",
    "3.3.1-2",
    "3.3.1-4",
    "3.3.2-1",
    "3.3.2-2",
    "3.3.2-8",
    "3.3.2-9",
    "3.3.2-13",
    "3.3.2-14",
    "3.3.2-19",
    "3.3.4-6",
    "3.4.2-1",
    "3.5.2-1",
    "3.6.1-1",
    "3.6.2-1",
    "3.7.2-1",
    "3.8.1-1",
    "3.8.3-1",
    "3.8.3-2",
    "3.8.3-5",
    "3.10.1-1",
    "3.10.3-1",
    "3.10.3-2",
    "3.14.1-1",
    "3.14.2-1",
    "3.14.4-1",
    "3.14.4-2",
    "3.15.1-1",
    "3.15.2-1",
    "3.2.2-17",
    "4.7.0-1",
    "4.7.3-1",
    "4.7.3-2",
    "4.12.0-6",
    "4.12.0-7",
    "4.13.1-1",
    "4.13.2-1"
  })
  void aVersion5ClientIsToldWhy(String what, String packet, String reason) throws IOException {
    // What follows in the same segment looks like more of the broken packet, and like a PUBLISH.
    byte[] followers = hex("3004 0001 78 00".repeat(40));
    try (RawMqttClient witness = RawMqttClient.connected(server.address(), connect5("witness"))) {
      witness.send(subscribe5(1, "", "#", 0)).expect("9004 0001 00 00");
      try (RawMqttClient client = RawMqttClient.connected(server.address(), connect5("raw"))) {
        client.send(hex(packet), followers).expectDisconnect(Integer.parseInt(reason, 16));
      }
      assertRejectedAs(Integer.parseInt(reason, 16));
      witness.expectNothing();
    }
    assertThat(server.topics()).as("nothing published by %s", what).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          reserved option bit 2 [MQTT-3-8.3-4],               82 06 0001 000161 04
          reserved option bit 7 [MQTT-3-8.3-4],               82 06 0001 000161 80
          QoS 3 asked for [MQTT-3-8.3-4],                     82 06 0001 000161 03
          filter without QoS,                                 82 05 0001 000161
          wildcard in a topic [MQTT-3.3.2-2],                 30 05 0003612F23
          PUBLISH packet identifier 0 [MQTT-2.3.1-1],         32 05 000161 0000
          SUBSCRIBE packet identifier 0 [MQTT-2.3.1-1],       82 06 0000 000161 00
          UNSUBSCRIBE packet identifier 0 [MQTT-2.3.1-1],     A2 05 0000 000161
          PUBREL packet identifier 0,                         62 02 0000
          PUBLISH QoS 3 [MQTT-3.3.1-4],                       36 05 000161 0001
          topic with U+0000 [MQTT-1.5.3-2],                   30 04 00026100
          topic with a surrogate [MQTT-1.5.3-1],              30 05 0003EDA080
          topic with a tabulator (1.5.3: may be closed),      30 05 0003610962
          filter with U+009F (1.5.3),                         82 07 0001 0002C29F 00
          filter with a surrogate [MQTT-3.8.3-1],             82 08 0001 0003EDA080 00
          unsubscribed filter with U+0000 [MQTT-3.10.3-1],    A2 05 0001 000100
          empty topic [MQTT-4.7.3-1],                         30 02 0000
          SUBSCRIBE without filter [MQTT-3.8.3-3],            82 02 0001
          UNSUBSCRIBE without filter [MQTT-3.10.3-2],         A2 02 0001
          DUP with QoS 0 [MQTT-3.3.1-2],                      38 03 000161
          PUBREL flags [MQTT-3.6.1-1],                        60 02 0001
          SUBSCRIBE flags [MQTT-3.8.1-1],                     80 06 0001 000161 00
          UNSUBSCRIBE flags [MQTT-3.10.1-1],                  A0 05 0001 000161
          DISCONNECT flags [MQTT-3.14.1-1],                   E1 00
          second CONNECT [MQTT-3.1.0-2],                      10 0F 00044D515454 04 02 0000 0003726177
          filter longer than the packet,                      82 06 0001 000961 00
          PUBACK with a reason code,                          40 03 0001 00
          PUBREL with more than it has,                       62 04 0001 C000
          DISCONNECT with more than it has,                   E0 02 C000
          AUTH (MQTT 5 only),                                 F0 00
          """)
  @Mqtt3({
    "1.5.3-1",
    "1.5.3-2",
    "2.2.2-1",
    "2.2.2-2",
    "2.3.1-1",
    "3.1.0-2",
    "3.3.1-2",
    "3.3.1-4",
    "3.3.2-1",
    "3.3.2-2",
    "3.6.1-1",
    "3.8.1-1",
    "3.8.3-1",
    "3.8.3-3",
    "3-8.3-4",
    "3.10.1-1",
    "3.10.3-1",
    "3.10.3-2",
    "3.14.1-1",
    "4.7.1-1",
    "4.7.3-1",
    "4.7.3-2",
    "4.8.0-1"
  })
  void aVersion4ClientIsDisconnected(String what, String packet) throws IOException {
    byte[] followers = hex("3003 0001 78".repeat(40));
    try (RawMqttClient client =
        RawMqttClient.connected(server.address(), connect4("raw", true, 0))) {
      client.send(hex(packet), followers).expectEnd(); // [MQTT-4.8.0-1]
    }
    server.await("packets.rejected", 1);
    assertThat(server.topics()).as("nothing published by %s", what).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          # MQTT 5: CONNACK with the reason (4.13.1)
          reserved flag [MQTT-3.1.2-3],                10 10 00044D515454 05 03 0000 00 0003726177,                    81
          will QoS 3 [MQTT-3.1.2-12],                  10 17 00044D515454 05 1E 0000 00 0003726177 00 000177 000177,   81
          will QoS without will [MQTT-3.1.2-11],       10 10 00044D515454 05 0A 0000 00 0003726177,                    81
          will retain without will [MQTT-3.1.2-13],    10 10 00044D515454 05 22 0000 00 0003726177,                    81
          will flag without will,                      10 10 00044D515454 05 06 0000 00 0003726177,                    81
          will topic with wildcard,                    10 17 00044D515454 05 06 0000 00 0003726177 00 000123 000177,   90
          will response topic with wildcard,           10 1B 00044D515454 05 06 0000 00 0003726177 0408000123 000177 000177, 82
          will payload format 2 (3.1.3.2.3),           10 19 00044D515454 05 06 0000 00 0003726177 020102 000177 000177, 82
          will delay twice (3.1.3.2.2),                10 21 00044D515454 05 06 0000 00 0003726177 0A18000000011800000001 000177 000177, 82
          will with topic alias (2.2.2.2),             10 1A 00044D515454 05 06 0000 00 0003726177 03230001 000177 000177, 81
          user name flag without user name,            10 10 00044D515454 05 82 0000 00 0003726177,                    81
          user name with U+0000 [MQTT-1.5.4-2],        10 13 00044D515454 05 82 0000 00 0003726177 000100,             81
          client identifier with U+0000,               10 0E 00044D515454 05 02 0000 00 000100,                        81
          client identifier with U+0001,               10 0F 00044D515454 05 02 0000 00 00026101,                      81
          user name with U+0085,                       10 14 00044D515454 05 82 0000 00 0003726177 0002C285,           81
          client identifier with a surrogate,          10 10 00044D515454 05 02 0000 00 0003EDA080,                    81
          client identifier longer than its packet,    10 10 00044D515454 05 02 0000 00 0009726177,                    81
          bytes after the payload,                     10 11 00044D515454 05 02 0000 00 0003726177 00,                 81
          a user name without its flag [MQTT-3.1.2-16], 10 13 00044D515454 05 02 0000 00 0003726177 000175,            81
          a password without its flag [MQTT-3.1.2-18],  10 16 00044D515454 05 82 0000 00 0003726177 000175 000170,     81
          password flag without password [MQTT-3.1.2-19], 10 10 00044D515454 05 42 0000 00 0003726177,                 81
          properties longer than their packet,         10 10 00044D515454 05 02 0000 7F 0003726177,                    81
          receive maximum 0 (3.1.2.11.3),              10 13 00044D515454 05 02 0000 03210000 0003726177,              82
          receive maximum twice (3.1.2.11.3),          10 16 00044D515454 05 02 0000 06210001210001 0003726177,        82
          maximum packet size 0 (3.1.2.11.4),          10 15 00044D515454 05 02 0000 052700000000 0003726177,          82
          request problem information 2 (3.1.2.11.7),  10 12 00044D515454 05 02 0000 021702 0003726177,                82
          request response information 2 (3.1.2.11.6), 10 12 00044D515454 05 02 0000 021902 0003726177,                82
          session expiry twice (3.1.2.11.2),           10 1A 00044D515454 05 02 0000 0A11000000011100000001 0003726177, 82
          topic alias in CONNECT (2.2.2.2),            10 13 00044D515454 05 02 0000 03230001 0003726177,              81
          # MQTT 3.1.1: a return code where there is one, else only the end
          version 9 [MQTT-3.1.2-2],                    10 0F 00044D515454 09 02 0000 0003726177,                       01
          another protocol name [MQTT-3.1.2-1],        10 0F 00044D515458 04 02 0000 0003726177,                       01
          """)
  @Mqtt5({
    "1.5.4-1",
    "1.5.4-2",
    "3.1.2-1",
    "3.1.2-2",
    "3.1.2-3",
    "3.1.2-9",
    "3.1.2-11",
    "3.1.2-12",
    "3.1.2-13",
    "3.1.2-16",
    "3.1.2-17",
    "3.1.2-18",
    "3.1.2-19",
    "3.1.3-4",
    "3.1.3-11",
    "3.1.3-12",
    "3.1.4-1",
    "3.1.4-2",
    "3.2.2-7",
    "3.2.2-8",
    "4.7.0-1"
  })
  @Mqtt3({"3.1.2-1", "3.1.2-2", "3.2.2-5"})
  void aConnectIsRefusedWithTheReason(String what, String packet, String code) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] connack = client.send(hex(packet), hex("C000".repeat(80))).read();
      assertThat(connack[0]).as("CONNACK to %s", what).isEqualTo((byte) 0x20);
      assertThat(connack[3] & 0xFF).isEqualTo(Integer.parseInt(code, 16));
      client.expectEnd();
    }
    server.await("packets.rejected", 1);
    server.await("connections.count", 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          reserved flag [MQTT-3.1.2-3],                  10 0F 00044D515454 04 03 0000 0003726177
          will flag without will,                        10 0F 00044D515454 04 06 0000 0003726177
          client identifier longer than its packet,      10 0F 00044D515454 04 02 0000 0009726177
          client identifier with U+0000 [MQTT-1.5.3-2],  10 0D 00044D515454 04 02 0000 000100
          bytes after the payload,                       10 10 00044D515454 04 02 0000 0003726177 00
          a user name without its flag [MQTT-3.1.2-18],  10 12 00044D515454 04 02 0000 0003726177 000175
          user name flag without user name [MQTT-3.1.2-19], 10 0F 00044D515454 04 82 0000 0003726177
          a password without its flag [MQTT-3.1.2-20],   10 15 00044D515454 04 82 0000 0003726177 000175 000170
          password flag without password [MQTT-3.1.2-21],10 12 00044D515454 04 C2 0000 0003726177 000175
          password without user name [MQTT-3.1.2-22],    10 12 00044D515454 04 42 0000 0003726177 000170
          will QoS 3 [MQTT-3.1.2-14],                    10 15 00044D515454 04 1E 0000 0003726177 000177 000177
          will QoS without will [MQTT-3.1.2-13],         10 0F 00044D515454 04 0A 0000 0003726177
          will retain without will [MQTT-3.1.2-15],      10 0F 00044D515454 04 22 0000 0003726177
          will topic with wildcard [MQTT-3.2.2-6],       10 15 00044D515454 04 06 0000 0003726177 000123 000177
          will topic with a surrogate [MQTT-3.1.3-10],   10 17 00044D515454 04 06 0000 0003726177 0003EDA080 000177
          user name with a surrogate [MQTT-3.1.3-11],    10 14 00044D515454 04 82 0000 0003726177 0003EDA080
          protocol name longer than the packet,          10 0F 7F044D515454 04 02 0000 0003726177
          CONNECT with nothing,                          10 00
          CONNECT flags of the fixed header,             11 0F 00044D515454 04 02 0000 0003726177
          an HTTP request,                               474554202F20485454502F312E310D0A0D0A
          """)
  @Mqtt3({
    "1.5.3-1",
    "1.5.3-2",
    "3.1.2-3",
    "3.1.2-9",
    "3.1.2-11",
    "3.1.2-13",
    "3.1.2-14",
    "3.1.2-15",
    "3.1.2-18",
    "3.1.2-19",
    "3.1.2-20",
    "3.1.2-21",
    "3.1.2-22",
    "3.1.3-4",
    "3.1.3-10",
    "3.1.3-11",
    "3.1.4-1",
    "3.2.2-6"
  })
  void aConnectThatSaysNothingUsefulIsNotAnswered(String what, String packet) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(hex(packet), hex("C000".repeat(80))).expectEnd();
    }
    server.await("packets.rejected", 1);
    assertThat(server.metric("connections.count")).as("open after %s", what).isZero();
  }

  private void assertRejectedAs(int code) {
    server.awaitEvent(event -> event instanceof PacketRejected it && it.reasonCode() == code);
    assertThat(server.metric("packets.rejected")).isEqualTo(1);
  }
}
