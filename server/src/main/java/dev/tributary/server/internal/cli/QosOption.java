package dev.tributary.server.internal.cli;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import picocli.CommandLine.Option;

/** Which quality of service is asked for. */
final class QosOption {

  @Option(
      names = {"-q", "--qos"},
      defaultValue = "1",
      description = "Quality of service 0, 1 or 2 (default: ${DEFAULT-VALUE}).")
  private int qos = 1;

  MqttQos level() {
    MqttQos level = MqttQos.fromCode(qos);
    if (level == null) {
      throw new CommandFailure("--qos %d is not valid: expected 0, 1 or 2".formatted(qos), 2);
    }
    return level;
  }
}
