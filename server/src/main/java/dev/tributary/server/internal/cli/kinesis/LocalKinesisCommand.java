package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.server.internal.cli.CommandFailure;
import dev.tributary.server.internal.cli.HelpOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary local-kinesis}: the local Kinesis alone, until it is told to stop. */
@Command(
    name = "local-kinesis",
    description = "Run the local Kinesis alone, without a broker.",
    sortOptions = false,
    footer = {
      "",
      "It ends at Ctrl-C or SIGTERM. With --data everything that was acknowledged is there again at the next start.",
      "Exit codes: 1 it could not start (a port or directory is in use), 2 an option is wrong."
    })
public final class LocalKinesisCommand extends HelpOption implements Callable<Integer> {

  @Mixin private LocalKinesisOptions options = new LocalKinesisOptions();

  @Option(names = "--json", description = "Say where it listens as one line of JSON, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Path home = Path.of(System.getProperty("tributary.home", ".")).toAbsolutePath();
    LocalKinesisSettings settings = options.settings(System.getenv(), home);
    List<StreamOption> streams = options.streams();
    var kinesis = new LocalKinesis(settings, InstantSource.system(), new SecureRandom());
    var stopped = new CountDownLatch(1);
    // Runs while the program ends, by a signal or by a failed start.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  kinesis.close();
                  stopped.countDown();
                },
                "stop"));
    start(kinesis, streams);
    greet(new Greeting(settings, kinesis.port(), kinesis.streamNames()));
    stopped.await();
    return 0;
  }

  private static void start(LocalKinesis kinesis, List<StreamOption> streams) {
    try {
      streams.forEach(stream -> kinesis.createStream(stream.name(), stream.shards()));
      kinesis.start();
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), 2);
    }
  }

  private void greet(Greeting greeting) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? greeting.json() : greeting.text());
    out.flush();
  }
}
