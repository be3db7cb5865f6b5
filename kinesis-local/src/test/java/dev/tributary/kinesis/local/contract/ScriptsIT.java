package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts as users have them, for the AWS CLI and for boto3; skipped where these are not. Waiters
 * of the command line look every ten seconds; here streams change at once.
 */
final class ScriptsIT {
  private static final int SECONDS_MAX = 120;

  @TempDir Path folder;
  private OurServer server;

  @BeforeEach
  void start() {
    server = OurServer.inMemory(OurServer.LIMITS, Duration.ZERO);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theAwsCli() throws Exception {
    Programs.prefer("aws", "bash");
    assertThat(run("bash", "aws.sh")).isEqualTo("done");
  }

  @Test
  void boto3() throws Exception {
    Programs.prefer("python3");
    Ended imported = ended(new ProcessBuilder("python3", "-c", "import boto3"));
    Assumptions.assumeTrue(imported.exit() == 0, "skipped: boto3 is not installed");
    assertThat(run("python3", "boto.py")).isEqualTo("done");
  }

  private String run(String program, String script) throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    try (InputStream in =
        getClass().getResourceAsStream("/dev/tributary/kinesis/local/" + script)) {
      Files.copy(in, file);
    }
    ProcessBuilder builder =
        new ProcessBuilder(program, file.toString(), server.endpoint().plain().toString());
    Map<String, String> environment = builder.environment();
    // Nothing of the user's own, who may have a real account.
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    environment.put("NO_PROXY", "127.0.0.1");
    environment.put("no_proxy", "127.0.0.1");
    Ended ended = ended(builder);
    assertThat(ended.exit()).as(ended.output()).isZero();
    return ended.output().strip();
  }

  private record Ended(int exit, String output) {}

  private Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
