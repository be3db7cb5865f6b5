package dev.tributary.server.internal.node;

import dev.tributary.config.Settings;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Turns {@code local_kinesis} into a running server with its streams. */
final class LocalKinesisConfiguration {

  private LocalKinesisConfiguration() {}

  /** The server, or null if it is switched off. */
  static @Nullable LocalKinesis start(Settings settings, InstantSource clock) throws IOException {
    if (!settings.flag("enable")) {
      return null;
    }
    InetSocketAddress bind = settings.address("bind");
    var kinesis =
        new LocalKinesis(
            LocalKinesisSettings.defaults()
                .withBind(new InetSocketAddress(bind.getHostString(), bind.getPort()))
                .withRegion(settings.text("region"))
                .withAccountId(settings.text("account_id")),
            clock,
            new SecureRandom());
    settings
        .objects("streams")
        .forEach((name, stream) -> kinesis.createStream(name, stream.integer("shards")));
    kinesis.start();
    return kinesis;
  }
}
