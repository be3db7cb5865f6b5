package dev.tributary.kinesis.local.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The npm package {@code kinesis-local} in a process of its own, at ports of the system's choice.
 * It is installed from {@code js/package-lock.json} before its first start.
 */
final class NodeServer implements Server {
  private static final Path FOLDER = Path.of("js").toAbsolutePath();
  private static final Path PACKAGE = FOLDER.resolve("node_modules/kinesis-local");
  private static final Duration INSTALLATION_MAX = Duration.ofMinutes(3);
  private static final Duration END_MAX = Duration.ofSeconds(10);

  private static final List<String> CHANGES =
      List.of(
          "CREATE_STREAM",
          "DELETE_STREAM",
          "REGISTER_STREAM_CONSUMER",
          "START_STREAM_ENCRYPTION",
          "STOP_STREAM_ENCRYPTION",
          "DEREGISTER_STREAM_CONSUMER",
          "MERGE_SHARDS",
          "SPLIT_SHARD",
          "UPDATE_SHARD_COUNT",
          "UPDATE_STREAM_MODE");

  private final Process process;
  private final BufferedReader lines;
  private final Endpoint endpoint;

  NodeServer() {
    try {
      install();
      process = program("node", "--require", "../../announce.cjs", "main.js").start();
      lines = process.inputReader(StandardCharsets.UTF_8);
      endpoint = announced();
      // It writes little, but a full pipe would stop it.
      Thread.ofVirtual().name("kinesis-local's output").start(this::drain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install() throws IOException {
    Path lock = FOLDER.resolve("package-lock.json");
    Path installed = FOLDER.resolve("node_modules/.package-lock.json");
    if (Files.exists(installed)
        && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
      return;
    }
    Path log = Files.createDirectories(Path.of("target")).resolve("npm-ci.log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!ended(npm, INSTALLATION_MAX) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException("npm ci failed:\n" + Files.readString(log));
    }
  }

  private static ProcessBuilder program(String... command) {
    Map<String, String> environment = new HashMap<>();
    CHANGES.forEach(change -> environment.put(change + "_DURATION", "20ms"));
    environment.put("KINESIS_MOCK_PLAIN_PORT", "1");
    environment.put("KINESIS_MOCK_TLS_PORT", "2");
    environment.put("SHARD_LIMIT", "1000");
    environment.put("ON_DEMAND_STREAM_COUNT_LIMIT", "50");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(PACKAGE.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder;
  }

  /** What {@code announce.cjs} says. */
  private Endpoint announced() throws IOException {
    Map<String, String> ports = new HashMap<>();
    StringBuilder said = new StringBuilder();
    while (ports.size() < 2) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("kinesis-local did not start:\n" + said);
      }
      said.append(line).append('\n');
      String[] words = line.split(" ", -1);
      if (words.length == 3 && words[0].equals("listening")) {
        ports.put(words[1], words[2]);
      }
    }
    return new Endpoint(
        URI.create("http://127.0.0.1:" + ports.get("plain")),
        URI.create("https://127.0.0.1:" + ports.get("secure")));
  }

  private void drain() {
    try {
      while (lines.readLine() != null) {
        // Nobody asks for it.
      }
    } catch (IOException e) {
      // The process has ended.
    }
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.destroy();
    if (!ended(process, END_MAX)) {
      process.destroyForcibly();
    }
  }

  private static boolean ended(Process process, Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
