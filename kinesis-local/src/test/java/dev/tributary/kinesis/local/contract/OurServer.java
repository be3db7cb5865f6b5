package dev.tributary.kinesis.local.contract;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Local Kinesis, once with TLS and once without, for it has one port: two servers. */
final class OurServer implements Server {
  /**
   * A shard's limits as AWS has them; the suite calls the control plane more often than one may.
   */
  static final KinesisLimits LIMITS =
      new KinesisLimits(
          KinesisLimits.AWS.shardRecordsPerSecond(),
          KinesisLimits.AWS.shardBytesPerSecond(),
          KinesisLimits.AWS.shardReadBytesPerSecond(),
          KinesisLimits.AWS.shardReadCallsPerSecond(),
          KinesisLimits.AWS.consumerReadBytesPerSecond(),
          false,
          KinesisLimits.AWS.onDemandBytesPerSecond());

  /** Short, but long enough to be seen. */
  static final Duration STATE_CHANGE = Duration.ofMillis(20);

  private final LocalKinesis plain;
  private final LocalKinesis secure;
  private final Runnable tidying;

  private OurServer(LocalKinesisSettings plain, LocalKinesisSettings secure, Runnable tidying) {
    this.plain = started(plain);
    this.secure = started(secure.withTls(true));
    this.tidying = tidying;
  }

  static OurServer inMemory(KinesisLimits limits, Duration stateChange) {
    LocalKinesisSettings settings = settings(limits, stateChange);
    return new OurServer(settings, settings, () -> {});
  }

  /** In a folder that is gone afterwards. */
  static OurServer onDisk(KinesisLimits limits, Duration stateChange) {
    LocalKinesisSettings settings = settings(limits, stateChange);
    Path folder = temporaryFolder();
    return new OurServer(
        settings.withDirectory(Optional.of(folder.resolve("plain"))),
        settings.withDirectory(Optional.of(folder.resolve("secure"))),
        () -> remove(folder));
  }

  private static LocalKinesisSettings settings(KinesisLimits limits, Duration stateChange) {
    return LocalKinesisSettings.defaults()
        .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .withStateChange(stateChange)
        .withLimits(limits);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("kinesis-contract-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalKinesis started(LocalKinesisSettings settings) {
    LocalKinesis kinesis = new LocalKinesis(settings, InstantSource.system(), new Random(1));
    try {
      kinesis.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kinesis;
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint(
        URI.create("http://127.0.0.1:" + plain.port()),
        URI.create("https://127.0.0.1:" + secure.port()));
  }

  @Override
  public void close() {
    plain.close();
    secure.close();
    tidying.run();
  }
}
