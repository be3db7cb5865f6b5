package dev.tributary.server.internal.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.config.Settings;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.management.LocalKinesisCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns {@code local_kinesis} into a running server with its streams. */
final class LocalKinesisConfiguration {

  private LocalKinesisConfiguration() {}

  /**
   * The server, or null if it is switched off.
   *
   * @throws IOException if it cannot listen or its files cannot be used
   * @throws IllegalArgumentException if the settings do not go together
   */
  static @Nullable LocalKinesis start(Settings settings, Path dataDirectory, InstantSource clock)
      throws IOException {
    if (!settings.flag("enable")) {
      return null;
    }
    var kinesis = new LocalKinesis(of(settings, dataDirectory), clock, new SecureRandom());
    try {
      settings
          .objects("streams")
          .forEach((name, stream) -> kinesis.createStream(name, stream.integer("shards")));
      kinesis.start();
      return kinesis;
    } catch (IOException | RuntimeException e) {
      kinesis.close();
      throw e;
    }
  }

  static LocalKinesisSettings of(Settings settings, Path dataDirectory) {
    InetSocketAddress bind = settings.address("bind");
    boolean onDisk = settings.text("storage").equals("disk");
    try {
      return LocalKinesisSettings.defaults()
          .withBind(new InetSocketAddress(bind.getHostString(), bind.getPort()))
          .withRegion(settings.text("region"))
          .withAccountId(settings.text("account_id"))
          .withDirectory(onDisk ? Optional.of(dataDirectory.resolve("kinesis")) : Optional.empty())
          .withStoreBytesMax(settings.bytes("store_bytes_max"))
          .withRetention(settings.duration("retention"))
          .withStateChange(settings.duration("state_change"))
          .withLimits(limits(settings.object("limits")))
          .withTls(settings.flag("tls"))
          .withCertificateDirectory(Optional.of(dataDirectory.resolve("kinesis-tls")))
          .withCredentials(LocalKinesisCredentials.of(settings))
          .withFaults(faults(settings.list("faults", Object.class)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("local_kinesis: " + e.getMessage(), e);
    }
  }

  private static List<FaultRule> faults(List<Object> rules) {
    List<FaultRule> faults = new ArrayList<>();
    for (Object rule : rules) {
      try {
        faults.add(FaultRule.ofJson(new ObjectMapper().writeValueAsString(rule)));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "faults[%d]: %s".formatted(faults.size() + 1, e.getMessage()), e);
      }
    }
    return faults;
  }

  private static KinesisLimits limits(Settings limits) {
    return new KinesisLimits(
        limits.integer("shard_records_per_second"),
        limits.bytes("shard_bytes_per_second"),
        limits.bytes("shard_read_bytes_per_second"),
        limits.integer("shard_read_calls_per_second"),
        limits.bytes("consumer_read_bytes_per_second"),
        limits.flag("control_plane"),
        limits.bytes("on_demand_bytes_per_second"));
  }
}
