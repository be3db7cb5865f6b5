package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that no client should send close their connection, with the reason, and hurt nobody else.
 */
class MalformedPacketsIT {

  /** MQTT 5.0, clean start, keep-alive 60 s, no properties, client identifier "raw". */
  private static final String CONNECT_5 = "10 10 00044D515454 05 02 003C 00 0003726177";

  /** MQTT 3.1.1, otherwise the same. */
  private static final String CONNECT_4 = "10 0F 00044D515454 04 02 003C 0003726177";

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;

  @BeforeAll
  static void start() {
    tributary = bench.tributary("");
  }

  @AfterEach
  void theBrokerIsUnhurt() {
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "well-behaved")) {
      publisher.publishAndWait("a", MqttQos.EXACTLY_ONCE, "still here");
    }
    assertThat(tributary.rest().get("/status").expect(200).text()).contains("running");
    assertThat(tributary.program().out()).doesNotContain("\tat ");
    assertThat(tributary.program().err()).doesNotContain("\tat ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          wildcard in the topic of a publish [MQTT-3.3.2-2],        30 06 0003612F23 00,          90
          quality of service 3 [MQTT-3.3.1-4],                      36 06 000161 0001 00,         81
          packet identifier 0 [MQTT-2.2.1-3],                       32 06 000161 0000 00,         82
          topic alias 0 [MQTT-3.3.2-8],                             30 07 000161 03 230000,       94
          properties that eat the packets after them,               30 05 000161 7F 00 C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000C000, 81
          topic that is no UTF-8 [MQTT-1.5.4-1],                    30 05 0002C328 00,            81
          topic with a null character [MQTT-1.5.4-2],               30 05 00026100 00,            81
          packet larger than the limit [MQTT-3.2.2-15],             30 80808001 000161 00,        95
          remaining length of five bytes,                           30 FFFFFFFF7F,                81
          packet type 0,                                            00 00,                        81
          wrong flags of a subscribe [MQTT-3.8.1-1],                80 07 0001 00 000161 00,      81
          subscribe without a filter [MQTT-3.8.3-2],                82 03 0001 00,                82
          unsubscribe without a filter [MQTT-3.10.3-2],             A2 03 0001 00,                82
          second connect [MQTT-3.1.0-2],                            10 10 00044D515454 05 02 003C 00 0003726177, 82
          """)
  void aVersion5ClientIsToldWhy(String what, String packet, String reason) throws IOException {
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      byte[] connack = connection.send(CONNECT_5).packet();
      assertThat(connack).startsWith(0x20).contains(0, atIndex(3));
      byte[] answer = connection.send(packet).untilClosed();
      assertThat(hex(answer))
          .as("DISCONNECT after %s", what)
          .matches("E0[0-9A-F]{2}" + reason + ".*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30 05 0003612F23",
        "36 05 000161 0001",
        "32 05 000161 0000",
        "30 80808001",
        "00 00",
        "F0 00",
        "80 06 0001 000161 00",
        "82 02 0001",
        "82 06 0001 000161 03",
        "20 02 0000",
        CONNECT_4
      })
  void aVersion4ClientIsDisconnected(String packet) throws IOException {
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      byte[] connack = connection.send(CONNECT_4).packet();
      assertThat(hex(connack)).isEqualTo("20020000");
      // MQTT 3.1.1 has no packet with which a server could say why [MQTT-4.8.0-1].
      assertThat(connection.send(packet).untilClosed()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          a publish before the connect [MQTT-3.1.0-1],      30 03 000161
          a ping before the connect [MQTT-3.1.0-1],         C0 00
          another protocol name [MQTT-3.1.2-1],             10 0F 00044D515458 04 02 003C 0003726177
          the reserved connect flag [MQTT-3.1.2-3],         10 0F 00044D515454 04 03 003C 0003726177
          a will of quality of service 3 [MQTT-3.1.2-12],   10 15 00044D515454 04 1E 003C 0003726177 000177 000177
          a client identifier longer than its packet,       10 0F 00044D515454 04 02 003C FFFF726177
          a remaining length that never ends,               10 FFFFFFFFFFFF
          a TLS client hello,                               16 0301 00C8 0100 00C4 0303
          an HTTP request,                                  474554202F20485454502F312E310D0A0D0A
          """)
  void whatIsNoConnectIsDisconnected(String what, String bytes) throws IOException {
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      byte[] answer = connection.send(bytes).untilClosed();
      assertThat(answer.length == 0 || answer[0] == 0x20)
          .as("nothing or a CONNACK after %s, but %s", what, hex(answer))
          .isTrue();
    }
  }

  @Test
  void aVersionOfMqttThatIsNotSpokenIsRefusedWithTheReason() throws IOException {
    try (RawConnection connection = new RawConnection(tributary.mqtt())) {
      // [MQTT-3.1.2-2]: protocol version 9 is answered with "unsupported protocol version".
      byte[] answer = connection.send("10 10 00044D515454 09 02 003C 00 0003726177").untilClosed();
      assertThat(hex(answer)).matches("(2002000[1]|20..0084.*)?");
    }
  }

  @Test
  void conversationsWithChangedBytesHurtNobody() throws IOException {
    // CONNECT, SUBSCRIBE, PUBLISH QoS 2, PUBREL, PUBLISH QoS 1, UNSUBSCRIBE, PINGREQ, DISCONNECT.
    byte[] conversation =
        RawConnection.bytes(
            CONNECT_5
                + "82 09 0001 00 0003612F62 01"
                + "34 0A 0003612F62 0002 00 6869"
                + "62 02 0002"
                + "32 0A 0003612F62 0003 00 6869"
                + "A2 08 0004 00 0003612F62"
                + "C0 00"
                + "E0 00");
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] changed = conversation.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(changed.length) : changed.length;
      try (RawConnection connection = new RawConnection(tributary.mqtt())) {
        connection.send(Arrays.copyOf(changed, length)).endOutput().untilClosed();
      }
    }
  }

  @Test
  void manyConnectionsThatSayNothingDoNotKeepOthersOut() throws Exception {
    for (int n = 0; n < 200; n++) {
      bench.closing(new RawConnection(tributary.mqtt()));
    }
    theBrokerIsUnhurt();
  }

  @Test
  void restIsUnhurtByBytesThatAreNoHttp() throws IOException {
    var address = tributary.rest().address();
    try (RawConnection connection = new RawConnection(address)) {
      connection.send("\0\1\2 nonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8)).endOutput();
      connection.untilClosed();
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
