package dev.tributary.acceptance;

import dev.tributary.acceptance.clients.ClientFamily;
import dev.tributary.acceptance.clients.Endpoint;
import dev.tributary.acceptance.clients.HiveMqFiveFamily;
import dev.tributary.acceptance.clients.HiveMqThreeFamily;
import dev.tributary.acceptance.clients.MosquittoFamily;
import dev.tributary.acceptance.clients.NodeFamily;
import dev.tributary.acceptance.clients.PahoFiveFamily;
import dev.tributary.acceptance.clients.PahoThreeFamily;
import dev.tributary.acceptance.clients.RawFamily;
import dev.tributary.acceptance.clients.Transport;
import dev.tributary.acceptance.clients.Version;
import dev.tributary.testkit.mqtt.TlsFiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A server with a listener of each transport, and every family that is to meet it. */
final class Scenes {
  private final Map<Transport, Endpoint> endpoints = new EnumMap<>(Transport.class);
  private final Certificates certificates;
  private final RunningTributary tributary;
  private final List<ClientFamily> families;

  private Scenes(
      Certificates certificates, RunningTributary tributary, List<ClientFamily> families) {
    this.certificates = certificates;
    this.tributary = tributary;
    this.families = families;
    for (Transport transport : Transport.values()) {
      endpoints.put(
          transport,
          new Endpoint(
              transport,
              tributary.listeners(transport.type()).getFirst(),
              TlsFiles.trusting(certificates.authority())));
    }
  }

  /**
   * Starts server and families.
   *
   * @param configuration what else the server's file says
   */
  static Scenes start(Workbench bench, String configuration) {
    Certificates certificates = Certificates.make(bench);
    RunningTributary tributary =
        bench.tributary(
            """
            listeners.ssl.default { bind = "127.0.0.1:0", ssl_options { %1$s } }
            listeners.wss.default { bind = "127.0.0.1:0", ssl_options { %1$s } }
            # Older clients name MQTT 3.1 so; the default is that of the original and leaves it out.
            listeners.ws.default.websocket.supported_subprotocols = "mqtt, mqttv3.1"
            listeners.wss.default.websocket.supported_subprotocols = "mqtt, mqttv3.1"
            listeners.ssl.mutual {
              bind = "127.0.0.1:0"
              ssl_options { %1$s, cacertfile = "%2$s", verify = verify_peer, fail_if_no_peer_cert = true }
            }
            %3$s
            """
                .formatted(certificates.options(), certificates.authority(), configuration));
    List<ClientFamily> families = new ArrayList<>();
    families.add(new RawFamily());
    families.add(new HiveMqThreeFamily());
    families.add(new HiveMqFiveFamily());
    families.add(new PahoThreeFamily());
    families.add(new PahoFiveFamily());
    families.add(bench.closing(NodeFamily.start()));
    if (RequiresProgram.Installed.orSkipped("mosquitto_sub")) {
      families.add(new MosquittoFamily());
    }
    return new Scenes(certificates, tributary, List.copyOf(families));
  }

  RunningTributary tributary() {
    return tributary;
  }

  List<ClientFamily> families() {
    return families;
  }

  Endpoint endpoint(Transport transport) {
    return endpoints.get(transport);
  }

  /** TLS that asks for a client's certificate. */
  Endpoint mutual(TlsFiles tls) {
    return new Endpoint(Transport.TLS, tributary.listeners("ssl").get(1), tls);
  }

  Certificates certificates() {
    return certificates;
  }

  /** Every family over every transport in every version that it has. */
  List<Scene> all() {
    List<Scene> all = new ArrayList<>();
    for (ClientFamily family : families) {
      for (Version version : family.versions()) {
        for (Transport transport : Transport.values()) {
          if (family.without(transport).isEmpty()) {
            all.add(new Scene(family, endpoints.get(transport), version, "s" + all.size()));
          }
        }
      }
    }
    return all;
  }

  List<Scene> five() {
    return all().stream().filter(scene -> scene.version().isFive()).toList();
  }
}
