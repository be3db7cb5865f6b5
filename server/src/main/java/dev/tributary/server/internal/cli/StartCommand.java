package dev.tributary.server.internal.cli;

import dev.tributary.config.SettingsException;
import dev.tributary.server.internal.node.Node;
import dev.tributary.server.internal.node.NodeSettings;
import dev.tributary.server.internal.node.StartException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tributary start}: runs a node until it is told to stop. */
@Command(
    name = "start",
    description = "Start the broker, the rules, the sink, REST and the local Kinesis.",
    footer = {
      "",
      "Values of the configuration file can be set by the environment: TRIBUTARY_NODE__DATA_DIR=/var/lib/tributary.",
      "Exit codes: 1 it could not start (a port is in use), 2 the configuration is wrong."
    })
final class StartCommand extends HelpOption implements Callable<Integer> {

  /** Set by the launcher for itself; no settings. */
  private static final String LAUNCHER_VARIABLE = "TRIBUTARY_JAVA_OPTIONS";

  @Option(
      names = {"-c", "--config"},
      description = "Configuration file (default: etc/tributary.conf of the distribution).")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Path home = directory("tributary.home");
    Path configuration =
        file == null ? directory("tributary.distribution").resolve("etc/tributary.conf") : file;
    try {
      Node node =
          new Node(
              NodeSettings.read(configuration, home, environment(), LAUNCHER_VARIABLE),
              ProgramVersion.text());
      var stopped = new CountDownLatch(1);
      // The hook runs while the program ends, by a signal or by a failed start: the node closes
      // what it has opened.
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    node.close();
                    stopped.countDown();
                  },
                  "stop"));
      node.start();
      stopped.await();
      return 0;
    } catch (SettingsException e) {
      throw new CommandFailure("the configuration is wrong:\n" + e.getMessage(), 2);
    } catch (StartException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e.isConfiguration() ? 2 : 1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Without what is meant for other commands, though it looks like a setting. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove(RestOptions.PASSWORD_VARIABLE);
    return environment;
  }

  private static Path directory(String property) {
    return Path.of(System.getProperty(property, ".")).toAbsolutePath().normalize();
  }
}
