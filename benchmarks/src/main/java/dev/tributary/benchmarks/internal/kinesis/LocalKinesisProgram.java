package dev.tributary.benchmarks.internal.kinesis;

import dev.tributary.benchmarks.internal.process.CommandLoop;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Our local Kinesis without limits, else as it comes. Argument: the directory to keep everything
 * in, or nothing for memory. It says its {@code port}.
 */
public final class LocalKinesisProgram {

  private LocalKinesisProgram() {}

  public static void main(String[] arguments) throws IOException {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withLimits(KinesisLimits.OFF)
            .withDirectory(
                arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0])));
    try (LocalKinesis kinesis = new LocalKinesis(settings, InstantSource.system(), new Random())) {
      kinesis.start();
      CommandLoop.serve(Map.of("port", (long) kinesis.port()), Map.of());
    }
  }
}
