package dev.tributary.acceptance.clients;

import dev.tributary.testkit.mqtt.TlsFiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code mosquitto_pub} and {@code mosquitto_sub}, as Debian has them (2.0): no WebSocket, which
 * came with 2.1. A client is one {@code mosquitto_sub} for what arrives and one {@code
 * mosquitto_pub} for each message that goes out.
 */
public final class MosquittoFamily implements ClientFamily {

  @Override
  public String name() {
    return "mosquitto 2.0";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.allOf(Version.class);
  }

  @Override
  public Optional<String> without(Transport transport) {
    return transport.isWebSocket()
        ? Optional.of("the programs of Mosquitto 2.0 have no WebSocket; 2.1 brings it")
        : Optional.empty();
  }

  @Override
  public Optional<String> without(Ability ability) {
    return switch (ability) {
      case GREETING -> Optional.of("mosquitto_sub shows nothing of the CONNACK but its code");
      case ONE_CONNECTION -> Optional.of("mosquitto_pub and mosquitto_sub are two clients");
      case UNSUBSCRIBE -> Optional.of("mosquitto_sub unsubscribes before it subscribes, or never");
      case NO_CLIENT_ID -> Optional.of("mosquitto_sub does not show the assigned identifier");
      case TOPIC_ALIASES -> Optional.of("libmosquitto 2.0 takes an empty topic for an error");
      case PARTING_WITHOUT_WILL ->
          Optional.of("mosquitto_sub of MQTT 5 ends with DISCONNECT 0x04, which keeps its will");
      case SUBACK_CODES, SUBSCRIPTION_IDENTIFIERS -> Optional.empty();
    };
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    return new MosquittoClient(common(endpoint, offer.version()), offer);
  }

  private static List<String> common(Endpoint endpoint, Version version) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-h", endpoint.host(), "-p", Integer.toString(endpoint.port())));
    command.addAll(
        List.of(
            "-V",
            switch (version) {
              case MQTT_3_1 -> "mqttv31";
              case MQTT_3_1_1 -> "mqttv311";
              case MQTT_5 -> "mqttv5";
            }));
    if (endpoint.transport().isSecured()) {
      command.addAll(List.of("--cafile", endpoint.tls().authority().toString()));
      if (endpoint.tls().own().isPresent()) {
        TlsFiles.Pair own = endpoint.tls().own().get();
        command.addAll(List.of("--cert", own.certificate().toString()));
        command.addAll(List.of("--key", own.key().toString()));
      }
    }
    return List.copyOf(command);
  }
}
