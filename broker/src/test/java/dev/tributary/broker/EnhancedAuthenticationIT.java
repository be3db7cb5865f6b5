package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.AuthenticationComplete;
import dev.tributary.broker.BrokerEvent.ClientConnack;
import dev.tributary.broker.BrokerEvent.ClientConnected;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AUTH on real sockets (MQTT 5, 4.12). */
class EnhancedAuthenticationIT {

  private static final String METHOD = "SCRAM-SHA-256";
  private static final ScramCredential PEAR =
      ScramCredential.of("secret", new byte[16], 4_096, true);

  private final TestBroker server =
      new TestBroker(
          TestBroker.settings(MqttLimits.defaults(), 0, 100),
          List.of(
              new ScramSha256(
                  name -> name.length() == 4 ? Optional.of(PEAR) : Optional.empty(),
                  new byte[16],
                  4_096,
                  new Random(1))));

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String property(int identifier, byte[] value) {
    return "%02x".formatted(identifier) + Wire.hex(two(value.length)) + Wire.hex(value);
  }

  private static String named(String method) {
    return "15" + Wire.hex(text(method));
  }

  private static byte[] connect(ScramClient scram) {
    return connect5("c", true, 0, named(METHOD) + property(0x16, scram.first()));
  }

  private static byte[] auth(int code, String properties) {
    return packet(0xF0, new byte[] {(byte) code}, Wire.properties(properties));
  }

  /** The Authentication Data of an AUTH with that code, or of a CONNACK that lets in. */
  private static byte[] data(byte[] packet, int first, int code) {
    assertThat(packet[0] & 0xFF).as("packet type").isEqualTo(first);
    int codeAt = first == 0xF0 ? 2 : 3;
    assertThat(packet[codeAt] & 0xFF).as("reason code").isEqualTo(code);
    String all = Wire.hex(packet);
    assertThat(all).contains(named(METHOD)); // [MQTT-4.12.0-5]
    String method = named(METHOD);
    int at = (all.indexOf(method) + method.length()) / 2;
    assertThat(packet[at]).as("Authentication Data follows").isEqualTo((byte) 0x16);
    int length = ((packet[at + 1] & 0xFF) << 8) | (packet[at + 2] & 0xFF);
    return Arrays.copyOfRange(packet, at + 3, at + 3 + length);
  }

  /** Through to CONNACK. */
  private RawMqttClient letIn(ScramClient scram) throws IOException {
    RawMqttClient client = new RawMqttClient(server.address());
    byte[] challenge = data(client.send(connect(scram)).read(), 0xF0, 0x18);
    client.send(auth(0x18, named(METHOD) + property(0x16, scram.proof(challenge))));
    assertThat(scram.accepts(data(client.read(), 0x20, 0))).isTrue();
    return client;
  }

  @Test
  @Mqtt5({"3.15.2-1", "4.12.0-2", "4.12.0-3", "4.12.0-5", "3.2.0-1"})
  void whoProvesItselfIsLetIn() throws IOException {
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) {
      client.expectNothing();
      AuthenticationComplete told = server.await(AuthenticationComplete.class, 1).getFirst();
      assertThat(told.reason()).isEqualTo("success");
      assertThat(told.superuser()).isTrue();
      assertThat(told.anonymous()).isFalse();
      assertThat(server.await(ClientConnected.class, 1).getFirst().client().username())
          .isEqualTo("pear"); // as proved, CONNECT had none
    }
    assertThat(server.metric("authentication.success")).isEqualTo(1);
    assertThat(server.metric("packets.auth.sent")).isEqualTo(1);
    assertThat(server.metric("packets.auth.received")).isEqualTo(1);
  }

  @Test
  @Mqtt5({"4.12.0-4", "4.13.2-1"})
  void whoIsWrongOrUnknownIsRefused() throws IOException {
    for (ScramClient scram :
        List.of(new ScramClient("pear", "guess"), new ScramClient("nobody", "secret"))) {
      try (RawMqttClient client = new RawMqttClient(server.address())) {
        byte[] challenge = data(client.send(connect(scram)).read(), 0xF0, 0x18);
        client.send(auth(0x18, named(METHOD) + property(0x16, scram.proof(challenge))));
        assertRefused(client, 0x86);
      }
    }
    assertThat(server.await(AuthenticationComplete.class, 2))
        .extracting(AuthenticationComplete::reason)
        .containsOnly("bad_username_or_password");
    assertThat(server.await(ClientConnack.class, 2))
        .extracting(ClientConnack::reason)
        .containsOnly("bad_username_or_password");
    assertThat(server.metric("authentication.failure")).isEqualTo(2);
  }

  private static void assertRefused(RawMqttClient client, int code) throws IOException {
    byte[] connack = client.read();
    assertThat(connack[0]).isEqualTo((byte) 0x20);
    assertThat(connack[3] & 0xFF).isEqualTo(code);
    client.expectEnd();
  }

  @Test
  @Mqtt5("4.12.0-1")
  void anUnknownMethodIsRefused() throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect5("c", true, 0, named("KERBEROS")));
      assertRefused(client, 0x8C);
    }
  }

  @Test
  void whoDoesNotAuthenticateIsRefused() throws IOException {
    try (RawMqttClient five = new RawMqttClient(server.address());
        RawMqttClient four = new RawMqttClient(server.address())) {
      five.send(connect5("c"));
      assertRefused(five, 0x87);
      four.send(connect4("c", true, 0)).expect("2002 00 05").expectEnd();
    }
  }

  @Test
  void aMessageThatIsNoScramIsRefused() throws IOException {
    for (String data : List.of("", property(0x16, new byte[0]), property(0x16, hex("ff")))) {
      try (RawMqttClient client = new RawMqttClient(server.address())) {
        client.send(connect5("c", true, 0, named(METHOD) + data));
        assertRefused(client, 0x87);
      }
    }
  }

  @Test
  @Mqtt5({"3.1.2-30", "3.1.4-6", "4.12.0-3", "4.12.0-5"})
  void nothingButTheAnswerMayComeBeforeConnack() throws IOException {
    String answer = named(METHOD) + property(0x16, new byte[] {'x'});
    assertRefusedFor(publish5(0, 0, "t", "", "x"), 0x82);
    assertRefusedFor(hex("c000"), 0x82);
    assertRefusedFor(auth(0x19, answer), 0x82); // again, before it was done once
    assertRefusedFor(auth(0x18, ""), 0x82); // without method
    assertRefusedFor(auth(0x18, named("KERBEROS")), 0x8C);
    assertRefusedFor(hex("f000"), 0x82); // success, which only the server can say
    assertThat(server.topics()).isEmpty();
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect(new ScramClient("pear", "secret"))).read();
      client.send(hex("e000")).expectEnd(); // DISCONNECT may come
    }
  }

  private void assertRefusedFor(byte[] packet, int code) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      data(client.send(connect(new ScramClient("pear", "secret"))).read(), 0xF0, 0x18);
      client.send(packet);
      assertRefused(client, code);
    }
  }

  @Test
  void whoTakesTooLongIsClosed() throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(connect(new ScramClient("pear", "secret"))).read();
      server.advanceSeconds(16);
      client.expectEnd();
    }
  }

  @Test
  @Mqtt5("4.12.1-1")
  void aProofIsRenewedWhileTheConnectionStands() throws IOException {
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) {
      ScramClient again = new ScramClient("pear", "secret");
      client.send(auth(0x19, named(METHOD) + property(0x16, again.first())));
      byte[] challenge = data(client.read(), 0xF0, 0x18);
      client.send(publish5(1, 7, "t", "", "goes on meanwhile")).expect("4004 0007 10 00");
      client.send(auth(0x18, named(METHOD) + property(0x16, again.proof(challenge))));
      assertThat(again.accepts(data(client.read(), 0xF0, 0x00))).isTrue();
      client.expectNothing();
    }
    assertThat(server.await(AuthenticationComplete.class, 2)).hasSize(2);
  }

  @Test
  @Mqtt5({"4.12.1-1", "4.12.1-2", "4.12.0-7"})
  void aRenewalThatFailsCloses() throws IOException {
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) {
      ScramClient again = new ScramClient("pear", "guess");
      client.send(auth(0x19, named(METHOD) + property(0x16, again.first())));
      byte[] challenge = data(client.read(), 0xF0, 0x18);
      client.send(auth(0x18, named(METHOD) + property(0x16, again.proof(challenge))));
      client.expectDisconnect(0x86);
    }
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) { // another user
      ScramClient again = new ScramClient("plum", "secret");
      client.send(auth(0x19, named(METHOD) + property(0x16, again.first())));
      byte[] challenge = data(client.read(), 0xF0, 0x18);
      client.send(auth(0x18, named(METHOD) + property(0x16, again.proof(challenge))));
      client.expectDisconnect(0x87);
    }
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) {
      client.send(auth(0x19, named("KERBEROS"))).expectDisconnect(0x8C);
    }
    try (RawMqttClient client = letIn(new ScramClient("pear", "secret"))) {
      client.send(auth(0x18, named(METHOD))).expectDisconnect(0x82); // continues nothing
    }
  }

  @Test
  @Mqtt5({"3.15.2-2", "3.15.2-3", "3.1.2-24"})
  void whatTheClientTakesIsNotExceeded() throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] first = new ScramClient("pear", "secret").first();
      client.send(connect5("c", true, 0, "27 00000028" + named(METHOD) + property(0x16, first)));
      client.expectEnd(); // neither AUTH nor its reason fits into 40 bytes
    }
  }
}
