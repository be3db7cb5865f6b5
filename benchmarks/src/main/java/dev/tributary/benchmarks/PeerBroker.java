package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.benchmarks.internal.process.OwnJvm;
import dev.tributary.benchmarks.internal.process.Started;
import dev.tributary.benchmarks.internal.process.Workspace;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A broker of somebody else's, with a configuration that drops nothing and keeps nothing. */
record PeerBroker(Started started, int port) implements RunningBroker {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration FETCHING = Duration.ofMinutes(10);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String HIVEMQ_PROGRAM = "dev.tributary.benchmarks.hivemq.HiveMqProgram";

  /**
   * @throws NotMeasured if it is not installed
   */
  static PeerBroker mosquitto(Workspace workspace) throws NotMeasured {
    Path program =
        Stream.concat(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "mosquitto"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new NotMeasured("mosquitto is not installed"));
    int port = freePort();
    Path file =
        write(
            workspace.folder(),
            "mosquitto.conf",
            """
            listener %d 127.0.0.1
            allow_anonymous true
            persistence false
            max_inflight_messages %d
            max_queued_messages %d
            set_tcp_nodelay true
            log_type error
            log_type warning
            """
                .formatted(port, Contestant.IN_FLIGHT, Contestant.QUEUED));
    List<String> command = List.of(program.toString(), "-c", file.toString());
    return ready(workspace.start("mosquitto", command, Map.of(), false), port);
  }

  /**
   * With the JDK and the flags of our own server.
   *
   * @throws NotMeasured if its jars are not here and cannot be fetched
   */
  static PeerBroker hiveMq(Workspace workspace) throws NotMeasured {
    Path built = built(workspace);
    int port = freePort();
    Path folder = workspace.folder().resolve("hivemq");
    write(
        folder,
        "config.xml",
        """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener>
              <port>%d</port>
              <bind-address>127.0.0.1</bind-address>
            </tcp-listener>
          </listeners>
          <mqtt>
            <queued-messages><max-queue-size>%d</max-queue-size></queued-messages>
            <receive-maximum><server-receive-maximum>%d</server-receive-maximum></receive-maximum>
          </mqtt>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(port, Contestant.QUEUED, Contestant.IN_FLIGHT));
    for (String needed : List.of("data", "extensions")) {
      directory(folder.resolve(needed));
    }
    String classPath = built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*";
    List<String> command = new ArrayList<>(OwnJvm.serverCommand());
    command.addAll(
        List.of(
            "-Dhivemq.log.folder=" + folder, "-cp", classPath, HIVEMQ_PROGRAM, folder.toString()));
    return ready(workspace.start("hivemq", command, Map.of(), false), port);
  }

  /** Where its classes and jars are, which are made now if they are not there. */
  private static Path built(Workspace workspace) throws NotMeasured {
    Path project = TributaryServer.checkout().resolve("benchmarks").resolve("hivemq");
    Path built = project.resolve("target");
    if (Files.isDirectory(built.resolve("lib")) && Files.isDirectory(built.resolve("classes"))) {
      return built;
    }
    List<String> command =
        List.of("mvn", "-B", "-q", "-f", project.resolve("pom.xml").toString(), "compile");
    String how =
        "HiveMQ CE is not here and could not be fetched (" + String.join(" ", command) + "): ";
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    try (Started maven = workspace.start("hivemq fetch", command, environment, false)) {
      Optional<Integer> code = maven.awaitEnd(FETCHING);
      if (code.isEmpty() || code.get() != 0) {
        throw new NotMeasured(how + maven.lastWords());
      }
    } catch (BenchmarkFailure e) {
      throw new NotMeasured(how + e.words());
    }
    return built;
  }

  private static PeerBroker ready(Started started, int port) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos() && started.process().isAlive()) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new PeerBroker(started, port);
      } catch (IOException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    started.close();
    throw new BenchmarkFailure(started.name() + " does not start: " + started.lastWords());
  }

  /** Free now; neither broker tells the port if it may choose one. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchmarkFailure("no free port: " + e, e);
    }
  }

  private static Path write(Path folder, String name, String text) {
    directory(folder);
    Path file = folder.resolve(name);
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot write " + file + ": " + e, e);
    }
  }

  private static void directory(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new BenchmarkFailure("cannot make " + path + ": " + e, e);
    }
  }

  @Override
  public void close() {
    started.close();
  }
}
