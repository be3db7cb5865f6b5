package dev.tributary.server.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The REST API of a running Tributary. Logs in with the first call, out at the end. One thread. */
final class RestApi implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  private final URI url;
  private final String username;
  private final String password;
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private @Nullable String token;

  RestApi(URI url, String username, String password) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  /**
   * An answer.
   *
   * @param body JSON; missing if there is none
   */
  record Answer(int status, JsonNode body) {

    boolean isGood() {
      return status / 100 == 2;
    }

    /** What REST says is wrong. */
    String message() {
      return body.path("message").asText("status " + status);
    }
  }

  /**
   * Calls what needs a login.
   *
   * @param path below {@code /api/v5}
   * @param body sent as JSON; null for none
   * @throws CommandFailure if nobody answers or the login is refused
   */
  Answer call(String method, String path, @Nullable Object body) {
    if (token == null) {
      token = login();
    }
    return send(method, path, body, token);
  }

  /**
   * The same where only success will do.
   *
   * @throws CommandFailure also with what REST says is wrong
   */
  JsonNode require(String method, String path, @Nullable Object body) {
    Answer answer = call(method, path, body);
    if (!answer.isGood()) {
      throw new CommandFailure(answer.message());
    }
    return answer.body();
  }

  private String login() {
    Answer answer =
        send("POST", "/login", Map.of("username", username, "password", password), null);
    if (!answer.isGood()) {
      throw new CommandFailure(
          "%s refused the login as %s: %s. Give --username, and the password by --password-file or %s"
              .formatted(url, username, answer.message(), RestOptions.PASSWORD_VARIABLE));
    }
    return answer.body().path("token").asText();
  }

  private Answer send(String method, String path, @Nullable Object body, @Nullable String bearer) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url.resolve("/api/v5" + path))
              .timeout(ANSWER_TIMEOUT)
              .header("accept", "application/json");
      if (bearer != null) {
        request.header("authorization", "Bearer " + bearer);
      }
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request.header("content-type", "application/json");
        request.method(method, BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
      }
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), parsed(response));
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot reach Tributary at %s (%s). Is it running? Start one with: ./tributary start"
              .formatted(url, why(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    }
  }

  /** The client's own messages are names of classes. */
  private static String why(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "no answer in time";
      case ConnectException refused when isUnresolved(refused) -> "the host is unknown";
      case ConnectException _ -> "connection refused";
      default -> MqttOptions.rootMessage(e);
    };
  }

  private static boolean isUnresolved(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof UnresolvedAddressException || (cause != null && isUnresolved(cause));
  }

  private JsonNode parsed(HttpResponse<byte[]> response) throws IOException {
    boolean json =
        response.headers().firstValue("content-type").orElse("").startsWith("application/json");
    if (json) {
      return mapper.readTree(response.body());
    }
    if (response.body().length > 0) {
      throw new CommandFailure(
          "%s answered %d, but not as Tributary does; is --url right?"
              .formatted(url, response.statusCode()));
    }
    return MissingNode.getInstance();
  }

  @Override
  public void close() {
    if (token != null) {
      try {
        send("POST", "/logout", Map.of("username", username), token);
      } catch (CommandFailure _) {
        // The work is done; the login ends by itself.
      }
    }
    http.close();
  }
}
