package dev.tributary.server.internal.cli;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary sub}: prints what arrives until it is stopped or has seen enough. */
@Command(
    name = "sub",
    description = "Subscribe and print the payload of each message, one a line.",
    sortOptions = false)
final class SubCommand extends HelpOption implements Runnable {

  @Option(
      names = {"-t", "--topic"},
      required = true,
      description = "Topic filter; may be given several times.")
  private List<String> filters = new ArrayList<>();

  @Mixin private QosOption qos = new QosOption();

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the topic before the payload.")
  private boolean verbose;

  @Option(
      names = {"-C", "--count"},
      defaultValue = "0",
      description = "Stop after so many messages (default: never).")
  private long count;

  @Mixin private MqttOptions mqtt = new MqttOptions();

  @Override
  public void run() {
    MqttQos level = qos.level();
    Mqtt5BlockingClient client = mqtt.connect();
    try (var arriving = client.publishes(MqttGlobalPublishFilter.ALL)) {
      for (String filter : filters) {
        client.subscribeWith().topicFilter(filter).qos(level).send();
      }
      for (long seen = 0; count == 0 || seen < count; seen++) {
        print(System.out, arriving.receive());
      }
      client.disconnect();
    } catch (Mqtt5SubAckException e) {
      throw new CommandFailure(
          "the broker refused the subscription: " + e.getMqttMessage().getReasonCodes());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--topic is not valid: " + e.getMessage(), 2);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      throw new CommandFailure("the connection was lost: " + MqttOptions.rootMessage(e));
    }
  }

  private void print(PrintStream out, Mqtt5Publish publish) {
    if (verbose) {
      out.print(publish.getTopic() + " ");
    }
    byte[] payload = publish.getPayloadAsBytes();
    out.write(payload, 0, payload.length);
    out.println();
    out.flush();
  }
}
