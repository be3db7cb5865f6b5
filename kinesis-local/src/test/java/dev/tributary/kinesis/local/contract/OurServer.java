package dev.tributary.kinesis.local.contract;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** Local Kinesis, once with TLS and once without: it has one port. */
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

  OurServer(KinesisLimits limits, Duration stateChange) {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withStateChange(stateChange)
            .withLimits(limits);
    plain = started(settings);
    secure = started(settings.withTls(true));
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
  }
}
