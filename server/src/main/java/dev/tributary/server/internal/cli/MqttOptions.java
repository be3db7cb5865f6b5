package dev.tributary.server.internal.cli;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is and who connects. The letters are those of the usual MQTT clients. */
final class MqttOptions {

  @Option(
      names = {"-h", "--host"},
      defaultValue = "127.0.0.1",
      description = "Host of the broker (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = {"-p", "--port"},
      defaultValue = "1883",
      description = "Port of the broker (default: ${DEFAULT-VALUE}).")
  private int port = 1883;

  @Option(
      names = {"-i", "--id"},
      description = "Client identifier (default: a new one).")
  private @Nullable String clientId;

  @Option(
      names = {"-u", "--username"},
      description = "Username.")
  private @Nullable String username;

  @Option(
      names = {"-P", "--password"},
      description = "Password.")
  private @Nullable String password;

  /** Connects with MQTT 5; the caller disconnects. */
  Mqtt5BlockingClient connect() {
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier(clientId == null ? "tributary-" + UUID.randomUUID() : clientId)
            .serverHost(host)
            .serverPort(port)
            .buildBlocking();
    try {
      client.connect(connect(username, password));
      return client;
    } catch (Mqtt5ConnAckException e) {
      throw new CommandFailure(
          "the broker at %s:%d refused the connection: %s"
              .formatted(host, port, e.getMqttMessage().getReasonCode()));
    } catch (RuntimeException e) {
      throw new CommandFailure(
          "cannot connect to an MQTT broker at %s:%d (%s). Is it running? Start one with: ./tributary start"
              .formatted(host, port, rootMessage(e)));
    }
  }

  private static Mqtt5Connect connect(@Nullable String username, @Nullable String password) {
    if (username == null && password == null) {
      return Mqtt5Connect.builder().build();
    }
    var auth = Mqtt5SimpleAuth.builder();
    if (username == null) {
      return Mqtt5Connect.builder().simpleAuth(auth.password(bytes(password)).build()).build();
    }
    var named = auth.username(username);
    return Mqtt5Connect.builder()
        .simpleAuth((password == null ? named : named.password(bytes(password))).build())
        .build();
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  static String rootMessage(Throwable thrown) {
    Throwable cause = thrown.getCause();
    if (cause != null) {
      return rootMessage(cause);
    }
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
