package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The REST API as a script uses it: texts in, status and JSON out. */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final HttpClient http;
  private final URI server;
  private final Optional<String> token;

  RestClient(URI server) {
    this(HttpClient.newHttpClient(), server, Optional.empty());
  }

  private RestClient(HttpClient http, URI server, Optional<String> token) {
    this.http = http;
    this.server = server;
    this.token = token;
  }

  /** What came back; {@code body} is a missing node where there is no JSON. */
  record Answer(int status, JsonNode body, String text) {

    /** Fails with the answer's text unless the status is this one. */
    Answer expect(int expected) {
      assertThat(status).as("status of the answer: %s", text).isEqualTo(expected);
      return this;
    }

    String code() {
      return body.path("code").asText();
    }

    String message() {
      return body.path("message").asText();
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getHost(), server.getPort());
  }

  RestClient login(String username, String password) {
    String body = json(Map.of("username", username, "password", password));
    JsonNode answer = post("/login", body).expect(200).body();
    return new RestClient(http, server, Optional.of(answer.path("token").asText()));
  }

  Answer get(String path) {
    return call("GET", path, Optional.empty());
  }

  Answer post(String path, String body) {
    return call("POST", path, Optional.of(body));
  }

  Answer put(String path, String body) {
    return call("PUT", path, Optional.of(body));
  }

  Answer put(String path) {
    return call("PUT", path, Optional.empty());
  }

  Answer delete(String path) {
    return call("DELETE", path, Optional.empty());
  }

  /** The counters of an action, such as {@code kinesis:my_rule}. */
  ActionCounters counters(String action) {
    return ActionCounters.of(
        get("/actions/" + action + "/metrics").expect(200).body().path("metrics"));
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }

  private Answer call(String method, String path, Optional<String> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/v5" + path)).timeout(TIMEOUT);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    body.ifPresent(_ -> request.header("Content-Type", "application/json"));
    request.method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), bodyOf(answer.body()), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode bodyOf(String text) {
    return text.startsWith("{") || text.startsWith("[") ? parse(text) : MissingNode.getInstance();
  }
}
