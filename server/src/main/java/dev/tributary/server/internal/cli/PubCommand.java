package dev.tributary.server.internal.cli;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubRecException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary pub}: publishes and returns when the broker has acknowledged. */
@Command(
    name = "pub",
    description = "Publish a message and wait until the broker has acknowledged it.",
    sortOptions = false)
final class PubCommand extends HelpOption implements Runnable {

  @Option(
      names = {"-t", "--topic"},
      required = true,
      description = "Topic to publish to.")
  private String topic = "";

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Mixin private QosOption qos = new QosOption();

  @Option(
      names = {"-r", "--retain"},
      description = "Ask the broker to retain the message.")
  private boolean retain;

  @Mixin private MqttOptions mqtt = new MqttOptions();

  /** Where the payload comes from. */
  static final class Source {
    @Option(
        names = {"-m", "--message"},
        description = "The payload.")
    private @Nullable String message;

    @Option(
        names = {"-f", "--file"},
        description = "A file whose bytes are the payload.")
    private @Nullable Path file;

    @Option(
        names = {"-l", "--stdin-line"},
        description = "Publish each line of standard input as a message.")
    private boolean lines;
  }

  @Override
  public void run() {
    MqttQos level = qos.level();
    Mqtt5BlockingClient client = mqtt.connect();
    try {
      publishAll(client, level);
    } catch (Mqtt5PubAckException e) {
      throw refused(e.getMqttMessage().getReasonCode().toString());
    } catch (Mqtt5PubRecException e) {
      throw refused(e.getMqttMessage().getReasonCode().toString());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--topic '%s' is not valid: %s".formatted(topic, e.getMessage()), 2);
    } finally {
      if (client.getState().isConnected()) {
        client.disconnect();
      }
    }
  }

  private void publishAll(Mqtt5BlockingClient client, MqttQos level) {
    if (!source.lines) {
      publish(client, level, payload());
      return;
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    in.lines().forEach(line -> publish(client, level, line.getBytes(StandardCharsets.UTF_8)));
  }

  private void publish(Mqtt5BlockingClient client, MqttQos level, byte[] payload) {
    client.publishWith().topic(topic).qos(level).retain(retain).payload(payload).send();
  }

  private byte[] payload() {
    if (source.message != null) {
      return source.message.getBytes(StandardCharsets.UTF_8);
    }
    Path file = source.file;
    try {
      return file == null ? new byte[0] : Files.readAllBytes(file);
    } catch (IOException _) {
      throw new CommandFailure("--file %s cannot be read: expected a file".formatted(file), 2);
    }
  }

  private static CommandFailure refused(String reason) {
    return new CommandFailure("the broker refused the message: " + reason);
  }
}
