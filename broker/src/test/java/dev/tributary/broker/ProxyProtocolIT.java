package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listeners behind a proxy that tells the client's address (PROXY protocol, versions 1 and 2). */
class ProxyProtocolIT {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private TestBroker server = TestListeners.broker();

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(Duration timeout) throws ListenException {
    server = TestListeners.broker(TestListeners.behindProxy(TestListeners.tcp(), timeout));
    server.start();
  }

  private ClientInfo connectedAfter(byte[] header) throws IOException {
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(header, connect4("proxied", true, 0)).expect("20020000");
    }
    return server.await(BrokerEvent.ClientConnected.class, 1).getFirst().client();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4 203.0.113.7 198.51.100.1 4711 1883, 203.0.113.7, 4711, 1883",
    "TCP6 2001:db8::7 2001:db8::1 4711 1883,  2001:db8:0:0:0:0:0:7, 4711, 1883"
  })
  void version1ReplacesTheAddresses(String header, String host, int port, int local)
      throws Exception {
    start(Duration.ofSeconds(15));
    ClientInfo client = connectedAfter(text("PROXY " + header + "\r\n"));
    assertThat(client.peer().getAddress().getHostAddress()).isEqualTo(host);
    assertThat(client.peer().getPort()).isEqualTo(port);
    assertThat(client.local().getPort()).isEqualTo(local);
  }

  @Test
  void version2ReplacesTheAddresses() throws Exception {
    start(Duration.ofSeconds(15));
    ClientInfo client =
        connectedAfter(hex(SIGNATURE + "21 11 000f cb007107 c6336401 1267 075b 040000"));
    assertThat(client.peer()).isEqualTo(new InetSocketAddress("203.0.113.7", 4711));
  }

  @ParameterizedTest
  @CsvSource({"50524f585920554e4b4e4f574e0d0a", SIGNATURE + "20000000"})
  void aConnectionOfTheProxyItselfKeepsItsAddress(String header) throws Exception {
    start(Duration.ofSeconds(15));
    assertThat(connectedAfter(hex(header)).peer().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void aHealthCheckThatSaysNothingMoreDoesNoHarm() throws Exception {
    start(Duration.ofSeconds(15));
    try (RawMqttClient check = new RawMqttClient(server.address())) {
      check.send(hex(SIGNATURE + "20000000"));
    }
    assertThat(connectedAfter(text("PROXY UNKNOWN\r\n")).clientId()).isEqualTo("proxied");
    assertThat(server.metric("listener.proxy_protocol_failed")).isZero();
  }

  @Test
  void aHeaderByteByByte() throws Exception {
    start(Duration.ofSeconds(15));
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      byte[] all =
          Wire.join(
              text("PROXY TCP4 203.0.113.7 198.51.100.1 4711 1883\r\n"),
              connect4("proxied", true, 0));
      for (byte one : all) {
        client.send(new byte[] {one});
      }
      client.expect("20020000");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100c00044d5154540402000000", // CONNECT, and no header
    "50524f5859205443503420782079207a0d0a", // PROXY TCP4 x y z
    SIGNATURE + "31110000", // version 3
    SIGNATURE + "2111000c cb", // shorter than it says, and then nothing: by the timeout
  })
  void whateverIsNoHeaderIsClosedAndCounted(String bytes) throws Exception {
    start(Duration.ofMillis(200));
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(hex(bytes)).expectEnd();
    }
    server.await("listener.proxy_protocol_failed", 1);
    TestBroker.await(
        () -> server.broker().listeners().all().getFirst().connections() == 0, () -> "");
  }

  @Test
  void withoutHeaderTheTimeEnds() throws Exception {
    start(Duration.ofMillis(50));
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.expectEnd();
    }
    server.await("listener.proxy_protocol_failed", 1);
  }

  @Test
  void aListenerWithoutItDoesNotTakeTheHeader() throws Exception {
    server = TestListeners.broker(TestListeners.tcp());
    server.start();
    try (RawMqttClient client = new RawMqttClient(server.address())) {
      client.send(
          text("PROXY TCP4 203.0.113.7 198.51.100.1 4711 1883\r\n"), connect4("proxied", true, 0));
      client.send(new byte[100]).expectEnd();
    }
    server.await("packets.rejected", 1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
