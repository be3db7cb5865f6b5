package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that said that it is ready, and where it listens. */
final class RunningTributary {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern READY =
      Pattern.compile(
          "Tributary \\S+ is ready in [0-9.]+ s: MQTT (\\S+):(\\d+)(?:, MQTT [^,]+)*, REST (http://[^\\s,]+)"
              + "(?:, Kinesis (http://\\S+))?");

  private static final Pattern DOOR = Pattern.compile("MQTT (over TLS |wss?://)?([^\\s:]+):(\\d+)");

  private final Program program;
  private final String doors;
  private final InetSocketAddress mqtt;
  private final URI rest;
  private final Optional<URI> kinesis;

  private RunningTributary(Program program, Matcher ready) {
    this.program = program;
    this.doors = ready.group();
    this.mqtt = new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
    this.rest = URI.create(ready.group(3));
    this.kinesis = Optional.ofNullable(ready.group(4)).map(URI::create);
  }

  /**
   * Waits until the process is ready; fails with its log if it ends instead. The first start of a
   * new distribution prepares its cache and takes longer.
   */
  static RunningTributary ready(Program program) {
    Matcher ready =
        Await.value(
            () -> "Tributary is ready\n" + program.story(),
            PATIENCE,
            () -> {
              boolean alive = program.isAlive();
              Matcher line = READY.matcher(program.out());
              if (line.find()) {
                return Optional.of(line);
              }
              if (!alive) {
                throw new AssertionError("Tributary ended early\n" + program.story());
              }
              return Optional.empty();
            });
    return new RunningTributary(program, ready);
  }

  InetSocketAddress mqtt() {
    return mqtt;
  }

  /**
   * Where the listeners of that type ({@code tcp}, {@code ssl}, {@code ws}, {@code wss}) are, in
   * the order of their names.
   */
  List<InetSocketAddress> listeners(String type) {
    List<InetSocketAddress> all = new ArrayList<>();
    Matcher door = DOOR.matcher(doors);
    while (door.find()) {
      if (type.equals(typeOf(door.group(1)))) {
        all.add(new InetSocketAddress(door.group(2), Integer.parseInt(door.group(3))));
      }
    }
    return all;
  }

  private static String typeOf(String words) {
    return switch (words) {
      case null -> "tcp";
      case "over TLS " -> "ssl";
      default -> words.substring(0, words.indexOf(':'));
    };
  }

  /** Its REST API, before login. */
  RestClient rest() {
    return new RestClient(rest);
  }

  /** Its REST API as the administrator of the shipped configuration. */
  RestClient admin() {
    return rest().login("admin", "public");
  }

  /** The local Kinesis. Throws when it is not enabled. */
  URI kinesis() {
    return kinesis.orElseThrow();
  }

  Program program() {
    return program;
  }

  /** SIGTERM, then waits for the end. */
  Program.Finished stop() {
    program.terminate();
    return program.finished();
  }
}
