package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.Await;
import dev.tributary.testkit.mqtt.RawMqttClient;
import dev.tributary.testkit.mqtt.RawPacket;
import dev.tributary.testkit.mqtt.TlsFiles;
import dev.tributary.testkit.mqtt.Wire;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners through REST, while a client of another listener goes on. */
@RequiresProgram("openssl")
class ListenersIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static Certificates certificates;
  private static RunningTributary tributary;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    certificates = Certificates.make(bench);
    tributary =
        bench.tributary(
            "listeners.ssl.default { bind = \"127.0.0.1:0\", ssl_options { %s } }"
                .formatted(certificates.options()));
    rest = tributary.admin();
  }

  /** Makes a TCP listener; where it is. */
  private static InetSocketAddress listener(String name, String options) {
    int port = bench.port();
    rest.post(
            "/listeners",
            "{\"type\": \"tcp\", \"name\": \"%s\", \"bind\": \"127.0.0.1:%d\" %s}"
                .formatted(name, port, options))
        .expect(200);
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static RawMqttClient client(InetSocketAddress at, String clientId) throws IOException {
    return RawMqttClient.connected(at, Wire.connect5(clientId));
  }

  @Test
  void oneListenerStopsStartsAndChangesWhileClientsOfAnotherStay() throws IOException {
    InetSocketAddress second = listener("second", "");
    try (RawMqttClient bystander = client(tributary.mqtt(), "bystander")) {
      RawMqttClient victim = client(second, "victim");
      rest.post("/listeners/tcp:second/stop", "").expect(200);
      untilTheEnd(victim);
      assertThatThrownBy(() -> client(second, "late")).isInstanceOf(IOException.class);
      assertThat(running("tcp:second")).isFalse();
      bystander.expectNothing();

      rest.post("/listeners/tcp:second/start", "").expect(200);
      client(second, "again").expectNothing().close();
      bystander.expectNothing();

      String changed =
          "{\"id\": \"tcp:second\", \"type\": \"tcp\", \"bind\": \"127.0.0.1:%d\", \"max_connections\": 1}"
              .formatted(second.getPort());
      rest.put("/listeners/tcp:second", changed).expect(200);
      Await.until("who was there is gone", () -> connections("tcp:second") == 0);
      try (RawMqttClient only = client(second, "only");
          RawMqttClient tooMany = new RawMqttClient(second)) {
        tooMany.expectEnd();
        only.expectNothing();
      }
      bystander.expectNothing();

      rest.delete("/listeners/tcp:second").expect(204);
      assertThatThrownBy(() -> client(second, "deleted")).isInstanceOf(IOException.class);
      rest.get("/listeners/tcp:second").expect(404);
      bystander.expectNothing();
    }
  }

  private static boolean running(String id) {
    return rest.get("/listeners/" + id).expect(200).body().path("running").asBoolean();
  }

  private static int connections(String id) {
    return rest.get("/listeners/" + id).expect(200).body().path("current_connections").asInt();
  }

  private static void untilTheEnd(RawMqttClient client) throws IOException {
    RawPacket last = client.packet();
    assertThat(last.type()).isEqualTo(RawPacket.DISCONNECT);
    client.expectEnd();
    client.close();
  }

  @Test
  void renewedCertificatesAreShownToNewConnectionsOnly() throws IOException {
    InetSocketAddress tls = tributary.listeners("ssl").getFirst();
    SSLContext trust = TlsFiles.trusting(certificates.authority()).context();
    try (RawMqttClient before = RawMqttClient.tls(tls, trust)) {
      before.send(Wire.connect5("before")).packet(RawPacket.CONNACK);
      BigInteger serial = serial(before);
      certificates.renewServer();
      rest.post("/listeners/reload_certificates", "").expect(204);
      try (RawMqttClient after = RawMqttClient.tls(tls, trust)) {
        after.send(Wire.connect5("after")).packet(RawPacket.CONNACK);
        assertThat(serial(after)).isNotEqualTo(serial);
        after.expectNothing();
      }
      before.expectNothing();
      assertThat(serial(before)).isEqualTo(serial);
    }
  }

  private static BigInteger serial(RawMqttClient client) throws IOException {
    SSLSocket socket = (SSLSocket) client.socket();
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSerialNumber();
  }

  @Test
  void aProxySaysWhomItConnects() throws IOException {
    InetSocketAddress proxied = listener("proxied", ", \"proxy_protocol\": true");
    try (RawMqttClient one = new RawMqttClient(proxied);
        RawMqttClient two = new RawMqttClient(proxied);
        RawMqttClient without = new RawMqttClient(proxied)) {
      byte[] text =
          "PROXY TCP4 203.0.113.7 192.0.2.1 40001 1883\r\n".getBytes(StandardCharsets.US_ASCII);
      one.send(text, Wire.connect5("by-text")).packet(RawPacket.CONNACK);
      assertThat(address("by-text")).isEqualTo("203.0.113.7 40001");
      byte[] binary = Wire.hex("0d0a0d0a000d0a515549540a 21 11 000c cb007108 c0000201 9c42 075b");
      two.send(binary, Wire.connect5("by-bytes")).packet(RawPacket.CONNACK);
      assertThat(address("by-bytes")).isEqualTo("203.0.113.8 40002");
      without.send(Wire.connect5("by-nobody")).expectEnd();
    }
  }

  private static String address(String clientId) {
    var client = rest.get("/clients/" + clientId).expect(200).body();
    return client.path("ip_address").asText() + " " + client.path("port").asInt();
  }

  @Test
  void whoComesTooFastWaits() throws IOException {
    InetSocketAddress slow = listener("slow", ", \"max_conn_rate\": \"5/s\"");
    long start = System.nanoTime();
    List<RawMqttClient> clients = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      clients.add(client(slow, "slow-" + i));
    }
    assertThat(System.nanoTime() - start).as("nanoseconds").isGreaterThan(1_000_000_000L);
    for (RawMqttClient client : clients) {
      client.expectNothing().close();
    }
  }

  @Test
  void whoPublishesTooFastIsReadLaterAndLosesNothing() throws IOException {
    InetSocketAddress slow = listener("few", ", \"messages_rate\": \"20/s\"");
    try (RawMqttClient subscriber = client(tributary.mqtt(), "few-sub");
        RawMqttClient publisher = client(slow, "few-pub")) {
      subscriber.send(Wire.subscribe5(1, "", "few/#", 0)).packet(RawPacket.SUBACK);
      long start = System.nanoTime();
      for (int i = 0; i < 60; i++) {
        publisher.send(Wire.publish5(0, 0, "few/a", "", Integer.toString(i)));
      }
      for (int i = 0; i < 60; i++) {
        String payload =
            new String(subscriber.packet(RawPacket.PUBLISH).payload(true), StandardCharsets.UTF_8);
        assertThat(payload).isEqualTo(Integer.toString(i));
      }
      assertThat(System.nanoTime() - start).as("nanoseconds").isGreaterThan(1_000_000_000L);
      publisher.expectNothing();
    }
  }
}
