package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.management.RestClient.Answer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementServerTest {

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "");
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private ManagementServer another(String host, int port, String password) {
    return new ManagementServer(
        new ManagementSettings(
            InetSocketAddress.createUnresolved(host, port),
            "admin",
            password,
            Duration.ofMinutes(1),
            false),
        management.pipeline,
        management.doors,
        new NodeInfo("n@h", "1", InstantSource.system().instant(), Map::of),
        InstantSource.system());
  }

  private Answer login(String name, String password) throws Exception {
    return management.client.send(
        "POST",
        "/api/v5/login",
        Map.of("content-type", "application/json; charset=utf-8"),
        "{\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(name, password)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theDefaultPasswordDoesNotListenBeyondLoopback() {
    try (ManagementServer open = another("0.0.0.0", 0, "public")) {
      assertThatThrownBy(open::start)
          .isInstanceOf(InsecurePasswordException.class)
          .hasMessageContaining("dashboard.listeners.http.bind = 0.0.0.0:0")
          .hasMessageContaining("dashboard.default_password");
    }
  }

  @Test
  void aPortInUseIsNamed() {
    int port = management.server.port();
    try (ManagementServer second = another("127.0.0.1", port, "public")) {
      assertThatThrownBy(second::start)
          .isInstanceOf(ManagementStartException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void theSixthLoginAfterFiveFailuresIsLockedEvenWithTheRightPassword() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(login("admin", "wrong").code()).isEqualTo("BAD_USERNAME_OR_PWD");
    }

    Answer sixth = login("admin", "public");

    assertThat(sixth.status()).isEqualTo(401);
    assertThat(sixth.code()).isEqualTo("LOGIN_LOCKED");
  }

  @Test
  void refusalsComeInTheOriginalsOrder() throws Exception {
    RestClient client = management.client;
    byte[] broken = "{".getBytes(StandardCharsets.UTF_8);

    assertThat(client.send("GET", "/api/v5/nosuch", Map.of(), broken).status()).isEqualTo(404);
    assertThat(client.send("HEAD", "/api/v5/rules", Map.of(), new byte[0]).status()).isEqualTo(405);
    Answer wrongMethod = client.send("DELETE", "/api/v5/rules", Map.of(), broken);
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.headers()).containsEntry("allow", "GET, POST");
    assertThat(wrongMethod.body()).isEmpty();
    assertThat(client.send("POST", "/api/v5/rules", Map.of(), broken).status()).isEqualTo(401);
    Map<String, String> authorized = Map.of("authorization", "Bearer " + client.login());
    assertThat(client.send("POST", "/api/v5/rules", authorized, broken).status()).isEqualTo(415);
    assertThat(client.call("POST", "/rules", "{").code()).isEqualTo("BAD_REQUEST");
    assertThat(client.call("GET", "//rules", null).status()).isEqualTo(404);
    assertThat(client.call("GET", "/rules/", null).status()).isEqualTo(200);
  }

  @Test
  void nodesAreHonest() throws Exception {
    Answer nodes = management.client.call("GET", "/nodes", null);

    assertThat(nodes.json().get(0).path("node").asText()).isEqualTo(RunningManagement.NODE);
    assertThat(nodes.json().get(0).path("node_status").asText()).isEqualTo("running");
    assertThat(management.client.call("GET", "/nodes/other@h", null).code()).isEqualTo("NOT_FOUND");
  }
}
