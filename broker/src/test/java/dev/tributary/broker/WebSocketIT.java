package dev.tributary.broker;

import static dev.tributary.broker.RawWebSocket.BINARY;
import static dev.tributary.broker.RawWebSocket.CLOSE;
import static dev.tributary.broker.RawWebSocket.CONTINUATION;
import static dev.tributary.broker.RawWebSocket.LAST;
import static dev.tributary.broker.RawWebSocket.PING;
import static dev.tributary.broker.RawWebSocket.PONG;
import static dev.tributary.broker.RawWebSocket.TEXT;
import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.Wire;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT over WebSocket (MQTT 5 and 3.1.1, section 6; RFC 6455). */
class WebSocketIT {

  private static final byte[] CONNACK = hex("20 02 00 00");

  private TestBroker server = TestListeners.broker();

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(WebSocketOptions options) throws ListenException {
    server =
        TestListeners.broker(TestListeners.tcp(), TestListeners.of(ListenerType.WS, null, options));
    server.start();
  }

  private InetSocketAddress address() {
    return server.broker().address("ws:default");
  }

  private RawWebSocket connected() throws Exception {
    RawWebSocket client = RawWebSocket.upgraded(address()).binary(connect4("raw", true, 0));
    assertThat(client.readBinary()).isEqualTo(CONNACK);
    return client;
  }

  @Test
  void upgradesWithTheSubprotocolAndTheKeyOfTheClient() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = new RawWebSocket(address())) {
      // [MQTT-6.0.0-3], [MQTT-6.0.0-4]
      String answer =
          client.request(
              "GET /mqtt?x=1 HTTP/1.1", RawWebSocket.HEADERS, "Sec-WebSocket-Protocol: chat, mqtt");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT))
          .startsWith("http/1.1 101")
          .contains("sec-websocket-protocol: mqtt\r\n")
          .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another path         | GET /other HTTP/1.1  | Sec-WebSocket-Protocol: mqtt | 404 | the path is /mqtt
          another method       | POST /mqtt HTTP/1.1  | Sec-WebSocket-Protocol: mqtt | 405 | allow: GET
          another subprotocol  | GET /mqtt HTTP/1.1   | Sec-WebSocket-Protocol: chat | 400 | must name one of mqtt
          no subprotocol       | GET /mqtt HTTP/1.1   | X-Nothing: 0                 | 400 | must name one of mqtt
          another origin       | GET /mqtt HTTP/1.1   | Origin: https://evil.test    | 403 | origin
          """)
  void otherRequestsGetTheirHttpError(
      String what, String line, String header, String status, String text) throws Exception {
    start(
        new WebSocketOptions(
            "/mqtt",
            65_536,
            true,
            List.of("mqtt"),
            false,
            what.contains("origin"),
            List.of("https://good.test"),
            ""));
    try (RawWebSocket client = new RawWebSocket(address())) {
      String answer = client.request(line, RawWebSocket.HEADERS, header);
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains("connection: close");
      StringBuilder all = new StringBuilder(answer);
      while (all.indexOf("\n", answer.length()) < 0) {
        all.append((char) client.byteRead());
      }
      assertThat(all).contains(text);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(server.metric("listener.websocket_refused")).isEqualTo(1);
  }

  @Test
  void whatIsNoUpgradeIsToldSo() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = new RawWebSocket(address())) {
      assertThat(client.request("GET /mqtt HTTP/1.1", "Host: x")).startsWith("HTTP/1.1 426");
    }
    try (RawWebSocket client = new RawWebSocket(address())) {
      assertThat(
              client.request(
                  "GET /mqtt HTTP/1.1",
                  RawWebSocket.HEADERS.replace("Version: 13", "Version: 8"),
                  "Sec-WebSocket-Protocol: mqtt"))
          .startsWith("HTTP/1.1 426")
          .contains("sec-websocket-version: 13");
    }
    try (RawWebSocket client = new RawWebSocket(address())) {
      assertThat(
              client.request(
                  "GET /mqtt HTTP/1.1",
                  RawWebSocket.HEADERS.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
                  "Sec-WebSocket-Protocol: mqtt"))
          .startsWith("HTTP/1.1 400");
    }
    try (RawMqttClient client = new RawMqttClient(address())) {
      client.send(connect4("plain", true, 0)); // no HTTP at all
      client.send(hex("0d0a0d0a"));
      client.readToEnd();
    }
  }

  @Test
  void withoutSubprotocolWhereThatIsAllowed() throws Exception {
    WebSocketOptions usual = WebSocketOptions.defaults();
    start(
        new WebSocketOptions(
            "/mqtt", 65_536, false, usual.subprotocols(), false, false, List.of(), ""));
    try (RawWebSocket client = new RawWebSocket(address())) {
      assertThat(client.request("GET /mqtt HTTP/1.1", RawWebSocket.HEADERS))
          .startsWith("HTTP/1.1 101");
      client.binary(connect4("raw", true, 0));
      assertThat(client.readBinary()).isEqualTo(CONNACK);
    }
  }

  @Test
  void packetsSpanFramesAndFramesHoldPackets() throws Exception { // [MQTT-6.0.0-2]
    start(WebSocketOptions.defaults());
    byte[] connect = connect4("raw", true, 0);
    try (RawWebSocket client = RawWebSocket.upgraded(address())) {
      for (byte one : connect) {
        client.frame(LAST | BINARY, new byte[] {one});
      }
      assertThat(client.readBinary()).isEqualTo(CONNACK);
      byte[] two = Wire.join(publish4(0, 0, "a", "1"), publish4(0, 0, "b", "2"));
      client.frame(BINARY, Arrays.copyOf(two, 3));
      client.frame(LAST | PING, hex("01")); // may stand between fragments
      client.frame(CONTINUATION, Arrays.copyOfRange(two, 3, 4));
      client.frame(LAST | CONTINUATION, Arrays.copyOfRange(two, 4, two.length));
      client.binary(publish4(0, 0, "c", "3"), hex("c000"));
      assertThat(client.read()).satisfies(f -> assertThat(f.first()).isEqualTo(LAST | PONG));
      assertThat(client.readBinary()).isEqualTo(hex("d000"));
    }
    assertThat(server.topics()).containsExactly("a", "b", "c");
  }

  @Test
  void everyByteOfItsOwn() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = RawWebSocket.upgraded(address())) {
      for (byte one : RawWebSocket.masked(LAST | BINARY, connect4("raw", true, 0))) {
        client.bytes(new byte[] {one});
      }
      assertThat(client.readBinary()).isEqualTo(CONNACK);
    }
  }

  @Test
  void manyPacketsOfOneFlushAreOneFrame() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = connected()) {
      client.binary(subscribe4(1, "a", 0), subscribe4(2, "b", 0), subscribe4(3, "c", 0));
      assertThat(client.readBinary()).isEqualTo(hex("9003000100 9003000200 9003000300"));
    }
  }

  @Test
  void textClosesTheConnection() throws Exception { // [MQTT-6.0.0-1]
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = connected()) {
      client.frame(LAST | TEXT, "hello".getBytes(StandardCharsets.UTF_8));
      assertThat(client.expectClose()).isEqualTo(1003);
      assertThat(client.isEnded()).isTrue();
    }
    server.await("connections.count", 0);
  }

  @Test
  void framesThatBreakTheProtocolCloseTheConnection() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = connected()) {
      client.bytes(hex("82 02 c000")); // not masked
      assertThat(client.expectClose()).isEqualTo(1002);
    }
    try (RawWebSocket client = connected()) {
      client.frame(LAST | CONTINUATION, hex("c000")); // of nothing
      assertThat(client.expectClose()).isEqualTo(1002);
    }
    try (RawWebSocket client = connected()) {
      client.frame(LAST | 0x40 | BINARY, hex("c000")); // a bit of an extension
      assertThat(client.expectClose()).isEqualTo(1002);
    }
    server.await("connections.count", 0);
  }

  @Test
  void aFrameLargerThanAllowedClosesTheConnection() throws Exception {
    WebSocketOptions usual = WebSocketOptions.defaults();
    start(
        new WebSocketOptions(
            "/mqtt", 100, true, usual.subprotocols(), false, false, List.of(), ""));
    try (RawWebSocket client = connected()) {
      client.binary(publish4(0, 0, "a", "x".repeat(90)));
      client.binary(publish4(0, 0, "a", "x".repeat(100)));
      assertThat(client.expectClose()).isEqualTo(1009);
    }
    assertThat(server.topics()).hasSize(1);
  }

  @Test
  void closeIsAnswered() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = connected()) {
      client.frame(LAST | CLOSE, hex("03e8"));
      assertThat(client.expectClose()).isEqualTo(1000);
      assertThat(client.isEnded()).isTrue();
    }
    server.await("connections.count", 0);
  }

  @Test
  void aBrokenRuleOfMqttIsToldInAFrameBeforeTheClose() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawWebSocket client = RawWebSocket.upgraded(address())) {
      client.binary(connect5("raw"));
      client.readBinary();
      client.binary(hex("82 06 0001 000161 04"));
      assertThat(client.readBinary()).startsWith(0xE0).hasSizeGreaterThan(2);
      assertThat(client.expectClose()).isEqualTo(1002);
    }
  }

  @Test
  void whoNeverAsksForTheUpgradeIsClosed() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawMqttClient client = new RawMqttClient(address())) {
      client.send("GET /mqtt HT".getBytes(StandardCharsets.UTF_8));
      TestBroker.await(() -> connections() == 1, () -> "connections " + connections());
      server.advanceSeconds(16);
      client.expectEnd();
    }
  }

  @Test // found by BrokerFuzzTest
  void whoGoesAmidTheRequestHasJustGone() throws Exception {
    start(WebSocketOptions.defaults());
    try (RawMqttClient client = new RawMqttClient(address())) {
      client.send(
          "GET /mqtt HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nx"
              .getBytes(StandardCharsets.US_ASCII));
      TestBroker.await(() -> connections() == 1, () -> "not accepted");
    }
    TestBroker.await(() -> connections() == 0, () -> "connections " + connections());
    assertThat(server.all(BrokerEvent.ConnectionRefused.class)).isEmpty();
  }

  @Test
  void theProxysHeaderNamesTheClient() throws Exception {
    WebSocketOptions usual = WebSocketOptions.defaults();
    start(
        new WebSocketOptions(
            "/mqtt",
            65_536,
            true,
            usual.subprotocols(),
            false,
            false,
            List.of(),
            "x-forwarded-for"));
    try (RawWebSocket client = new RawWebSocket(address())) {
      client.request(
          "GET /mqtt HTTP/1.1",
          RawWebSocket.HEADERS,
          "Sec-WebSocket-Protocol: mqtt",
          "X-Forwarded-For: 203.0.113.7, 10.0.0.1");
      client.binary(connect4("raw", true, 0));
      assertThat(client.readBinary()).isEqualTo(CONNACK);
    }
    assertThat(
            server
                .await(BrokerEvent.ClientConnected.class, 1)
                .getFirst()
                .client()
                .peer()
                .getAddress()
                .getHostAddress())
        .isEqualTo("203.0.113.7");
  }

  @Test
  void hiveMqOverWebSocketAndCompressed() throws Exception {
    WebSocketOptions usual = WebSocketOptions.defaults();
    start(
        new WebSocketOptions(
            "/mqtt", 1 << 20, true, usual.subprotocols(), true, false, List.of(), ""));
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .serverHost("127.0.0.1")
            .serverPort(address().getPort())
            .webSocketConfig()
            .serverPath("mqtt")
            .applyWebSocketConfig()
            .useMqttVersion5()
            .buildBlocking();
    client.connect();
    client.publishWith().topic("a").payload(new byte[200_000]).send();
    server.await("messages.received", 1);
    client.disconnect();
    try (RawWebSocket raw = new RawWebSocket(address())) {
      String answer =
          raw.request(
              "GET /mqtt HTTP/1.1",
              RawWebSocket.HEADERS,
              "Sec-WebSocket-Protocol: mqtt",
              "Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(answer).contains("permessage-deflate");
    }
  }

  @Test
  void pahoAndHiveMqOverSecureWebSocket(@TempDir Path directory) throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    server =
        TestListeners.broker(
            TestListeners.tcp(),
            TestListeners.of(
                ListenerType.WSS, certificates.server("server"), WebSocketOptions.defaults()));
    server.start();
    int port = server.broker().address("wss:default").getPort();
    try (var client =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            "wss://localhost:" + port + "/mqtt", "paho", null)) {
      MqttConnectOptions options = new MqttConnectOptions();
      options.setSocketFactory(certificates.clientContext().getSocketFactory());
      client.connect(options);
      client.publish("paho", new byte[50_000], 2, false);
      client.disconnect();
    }
    Mqtt5BlockingClient hive =
        MqttClient.builder()
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig(
                MqttClientSslConfig.builder().trustManagerFactory(certificates.trust()).build())
            .webSocketConfig()
            .serverPath("mqtt")
            .applyWebSocketConfig()
            .useMqttVersion5()
            .buildBlocking();
    hive.connect();
    hive.publishWith().topic("hive").payload(new byte[50_000]).send();
    server.await("messages.received", 2);
    hive.disconnect();
    assertThat(server.topics()).containsExactly("paho", "hive");
  }

  private int connections() {
    return server.broker().listeners().find("ws:default").orElseThrow().connections();
  }
}
