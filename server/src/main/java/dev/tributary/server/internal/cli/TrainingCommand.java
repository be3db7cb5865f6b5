package dev.tributary.server.internal.cli;

import dev.tributary.config.SettingsException;
import dev.tributary.server.internal.node.Node;
import dev.tributary.server.internal.node.NodeSettings;
import dev.tributary.server.internal.node.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code tributary aot-training}: runs the shipped pipeline once on ports of its own, so that the
 * JVM can write down the classes and profiles of a typical start (JEP 514). Called by the launcher,
 * which names the cache to write.
 */
@Command(name = "aot-training", hidden = true, description = "Exercise a typical start.")
final class TrainingCommand implements Callable<Integer> {

  private static final int PUBLISHES = 3;

  @Override
  public Integer call()
      throws IOException, SettingsException, StartException, InterruptedException {
    Path home = Files.createTempDirectory("tributary-training");
    int rest = freePort();
    String endpoint = "http://127.0.0.1:" + freePort();
    Path file =
        Path.of(System.getProperty("tributary.distribution", ".")).resolve("etc/tributary.conf");
    Map<String, String> ports =
        Map.of(
            "TRIBUTARY_LISTENERS__TCP__DEFAULT__BIND",
            "127.0.0.1:0",
            "TRIBUTARY_LISTENERS__WS__DEFAULT__BIND",
            "127.0.0.1:0",
            "TRIBUTARY_DASHBOARD__LISTENERS__HTTP__BIND",
            "127.0.0.1:" + rest,
            "TRIBUTARY_LOCAL_KINESIS__BIND",
            endpoint.substring("http://".length()),
            "TRIBUTARY_CONNECTORS__KINESIS__MY-KINESIS__ENDPOINT",
            endpoint);
    try (Node node = new Node(NodeSettings.read(file, home, ports, ""), ProgramVersion.text())) {
      node.start();
      exercise(String.valueOf(node.address("tcp:default").getPort()), rest, endpoint);
    } finally {
      delete(home);
    }
    return 0;
  }

  private static void exercise(String mqttPort, int restPort, String endpoint) throws IOException {
    for (int i = 0; i < PUBLISHES; i++) {
      run("pub", "-p", mqttPort, "-t", "t/training", "-m", "{\"temp\": 21.5}");
    }
    run("streams", "list", "--endpoint", endpoint);
    run("records", "my_stream", "--endpoint", endpoint);
    run("rule", "test", "--sql", "SELECT payload.temp FROM \"t/#\"", "--payload", "{\"temp\": 1}");
    try (InputStream status =
        URI.create("http://127.0.0.1:" + restPort + "/status").toURL().openStream()) {
      status.readAllBytes();
    }
  }

  private static void run(String... arguments) {
    int exitCode = TributaryCommand.commandLine().execute(arguments);
    if (exitCode != 0) {
      throw new CommandFailure("training step %s failed".formatted(String.join(" ", arguments)));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
