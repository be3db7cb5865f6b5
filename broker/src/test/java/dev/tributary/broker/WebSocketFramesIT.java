package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.mqtt.Wire;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MQTT in WebSocket frames (MQTT 5, 6), with a WebSocket client of others' making. */
class WebSocketFramesIT {

  private final TestBroker server =
      new TestBroker(
          BrokerSettings.of(
              List.of(
                  new ListenerSettings(
                      ListenerType.WS,
                      "default",
                      true,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                      100,
                      ListenerSettings.Rates.UNLIMITED,
                      null,
                      true,
                      TcpOptions.defaults(),
                      null,
                      WebSocketOptions.defaults())),
              MqttLimits.defaults()));
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  /** What came, and that the connection has ended. */
  private static final class Received implements WebSocket.Listener {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public synchronized CompletionStage<?> onBinary(
        WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      end.complete(null);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end.complete(null);
    }

    private synchronized String all() {
      return Wire.hex(bytes.toByteArray());
    }
  }

  private WebSocket open(Received received, String... protocols) {
    InetSocketAddress address = server.broker().address("ws:default");
    URI uri = URI.create("ws://127.0.0.1:" + address.getPort() + "/mqtt");
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (protocols.length > 0) {
      String[] others = java.util.Arrays.copyOfRange(protocols, 1, protocols.length);
      builder = builder.subprotocols(protocols[0], others);
    }
    return builder.buildAsync(uri, received).join();
  }

  private static void send(WebSocket socket, byte[] bytes, boolean last) {
    socket.sendBinary(ByteBuffer.wrap(bytes), last).join();
  }

  @Test
  @Mqtt5("6.0.0-4")
  @Mqtt3("6.0.0-4")
  void theServerSelectsMqtt() {
    assertThat(open(new Received(), "mqtt").getSubprotocol()).isEqualTo("mqtt");
    assertThat(open(new Received(), "chat", "mqtt").getSubprotocol()).isEqualTo("mqtt");
    assertThatThrownBy(() -> open(new Received(), "chat")).isInstanceOf(CompletionException.class);
  }

  @Test
  @Mqtt5("6.0.0-2")
  @Mqtt3("6.0.0-2")
  void packetsNeedNotFitFrames() {
    byte[] all =
        join(
            connect4("c", true, 0),
            Wire.subscribe4(1, "t", 1),
            Wire.publish4(1, 7, "t", "x"),
            hex("c000"));
    String answers = "2002 0000 9003 0001 01 4002 0007 3206 0001 74 0001 78 d000";
    Received whole = new Received();
    send(open(whole, "mqtt"), all, true);
    TestBroker.await(() -> whole.all().length() == answers.replace(" ", "").length(), whole::all);
    Received pieces = new Received();
    WebSocket socket = open(pieces, "mqtt");
    for (byte b : all) { // a frame a byte, some of them parts of a message
      send(socket, new byte[] {b}, b % 2 == 0);
    }
    TestBroker.await(() -> pieces.all().length() == answers.replace(" ", "").length(), pieces::all);
    assertThat(pieces.all()).startsWith("20020000" + "9003000101");
  }

  @Test
  @Mqtt5("6.0.0-1")
  @Mqtt3("6.0.0-1")
  void aTextFrameCloses() {
    Received received = new Received();
    WebSocket socket = open(received, "mqtt");
    send(socket, join(connect5("c"), subscribe5(1, "", "t", 0)), true);
    TestBroker.await(() -> received.all().endsWith("9004000100" + "00"), received::all);
    socket.sendText("c000", true).join();
    received.end.join();
    server.await("connections.count", 0);
  }
}
