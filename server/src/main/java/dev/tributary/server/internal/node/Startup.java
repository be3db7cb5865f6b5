package dev.tributary.server.internal.node;

import dev.tributary.broker.Broker;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.WebSocketOptions;
import dev.tributary.config.Settings;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells how long the start took, counted from the start of the process, and where things listen.
 */
final class Startup {

  private final Logger log;
  private final String version;
  private final Instant startedAt;

  Startup(Logger log, String version) {
    this.log = log;
    this.version = version;
    // The start that the process table knows is up to a second off.
    this.startedAt = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  /** When the process began. */
  Instant startedAt() {
    return startedAt;
  }

  void ready(
      Settings root,
      Broker broker,
      List<ListenerSettings> listeners,
      int restPort,
      @Nullable Integer kinesisPort) {
    List<String> doors = new ArrayList<>();
    List<String> closedDoors = new ArrayList<>();
    for (ListenerSettings listener : inOrder(listeners)) {
      if (listener.enable()) {
        InetSocketAddress address = broker.address(listener.id());
        doors.add(door(listener, address));
        if (address.getAddress().isLoopbackAddress()) {
          closedDoors.add(
              "listeners.%s.%s.bind = \"0.0.0.0:%d\""
                  .formatted(listener.type().text(), listener.name(), address.getPort()));
        }
      }
    }
    InetSocketAddress rest =
        root.object("dashboard").object("listeners").object("http").address("bind");
    doors.add("REST http://" + Node.text(at(rest, restPort)));
    if (kinesisPort != null) {
      Settings kinesis = root.object("local_kinesis");
      doors.add(
          "Kinesis %s://%s"
              .formatted(
                  kinesis.flag("tls") ? "https" : "http",
                  Node.text(at(kinesis.address("bind"), kinesisPort))));
    }
    log.info("Tributary {} is ready in {} s: {}", version, sinceStart(), String.join(", ", doors));
    if (!closedDoors.isEmpty()) {
      log.info(
          "Only this machine can connect to MQTT; to open it to others: {}",
          String.join(", ", closedDoors));
    }
  }

  private static List<ListenerSettings> inOrder(List<ListenerSettings> listeners) {
    return listeners.stream()
        .sorted(Comparator.comparing(ListenerSettings::type).thenComparing(ListenerSettings::name))
        .toList();
  }

  private static String door(ListenerSettings listener, InetSocketAddress address) {
    String place = Node.text(address);
    WebSocketOptions webSocket = listener.webSocket();
    return webSocket == null
        ? (listener.type().isTls() ? "MQTT over TLS " : "MQTT ") + place
        : "MQTT %s://%s%s".formatted(listener.type().text(), place, webSocket.path());
  }

  void firstPublish() {
    log.info("first publish accepted {} s after start", sinceStart());
  }

  private static InetSocketAddress at(InetSocketAddress bind, int port) {
    return InetSocketAddress.createUnresolved(bind.getHostString(), port);
  }

  private String sinceStart() {
    return String.format(
        Locale.ROOT, "%.2f", Duration.between(startedAt, Instant.now()).toMillis() / 1000.0);
  }
}
