package dev.tributary.server.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.management.ConfigurationSchema;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalKinesisConfigurationTest {

  private static final Path DATA = Path.of("/data");

  private static LocalKinesisSettings settings(String hocon) throws SettingsException {
    var root =
        SettingsReader.read(
            ConfigurationSchema.root(), ConfigFactory.parseString(hocon).resolve().root(), "");
    return LocalKinesisConfiguration.of(root.object("local_kinesis"), DATA);
  }

  @Test
  void byDefaultItIsAsAwsAndOnDisk() throws SettingsException {
    LocalKinesisSettings defaults = settings("");
    LocalKinesisSettings own = LocalKinesisSettings.defaults();
    assertThat(defaults.limits()).isEqualTo(KinesisLimits.AWS);
    assertThat(defaults.directory()).contains(DATA.resolve("kinesis"));
    assertThat(defaults.bind()).isEqualTo(own.bind());
    assertThat(defaults.retention()).isEqualTo(own.retention());
    assertThat(defaults.storeBytesMax()).isEqualTo(own.storeBytesMax());
    assertThat(defaults.stateChange()).isEqualTo(own.stateChange());
    assertThat(defaults.credentials()).isEmpty();
    assertThat(defaults.tls()).isFalse();
  }

  @Test
  void everythingCanBeSet() throws SettingsException {
    LocalKinesisSettings all =
        settings(
            """
            local_kinesis {
              bind = "127.0.0.1:9", region = "eu-west-1", account_id = "123456789012"
              storage = memory, store_bytes_max = 1GB, retention = 48h, state_change = 500ms
              tls = true, limits = off
              faults = [{ operations = [PutRecords], effect = throttle, probability = 0.5 }]
              credentials.AKID.secret_access_key = "hidden"
            }
            """);
    assertThat(all.bind().getPort()).isEqualTo(9);
    assertThat(all.region()).isEqualTo("eu-west-1");
    assertThat(all.accountId()).isEqualTo("123456789012");
    assertThat(all.directory()).isEmpty();
    assertThat(all.storeBytesMax()).isEqualTo(1L << 30);
    assertThat(all.retention()).isEqualTo(Duration.ofDays(2));
    assertThat(all.stateChange()).isEqualTo(Duration.ofMillis(500));
    assertThat(all.tls()).isTrue();
    assertThat(all.certificateDirectory()).contains(DATA.resolve("kinesis-tls"));
    assertThat(all.limits()).isEqualTo(KinesisLimits.OFF);
    assertThat(all.credentials()).containsEntry("AKID", "hidden").hasSize(1);
    assertThat(all.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.operations()).containsExactly("PutRecords"));
    assertThat(all.toString()).doesNotContain("hidden");
  }

  @Test
  void limitsThatAreLeftOutAreAwss() throws SettingsException {
    KinesisLimits limits =
        settings(
                """
                local_kinesis.limits { shard_records_per_second = 10, shard_bytes_per_second = 0 }
                """)
            .limits();
    assertThat(limits.shardRecordsPerSecond()).isEqualTo(10);
    assertThat(limits.shardBytesPerSecond()).isZero();
    assertThat(limits.shardReadCallsPerSecond()).isEqualTo(5);
    assertThat(limits.controlPlane()).isTrue();
  }

  @Test
  void mistakesNameSettingAndWhatWouldBeRight() {
    assertThatThrownBy(() -> settings("local_kinesis.limits = none"))
        .hasMessageContainingAll("local_kinesis.limits", "none", "aws or off");
    assertThatThrownBy(() -> settings("local_kinesis.limits.shard_records = 1"))
        .hasMessageContainingAll("shard_records", "shard_records_per_second");
    assertThatThrownBy(() -> settings("local_kinesis.storage = tape"))
        .hasMessageContainingAll("local_kinesis.storage", "tape", "disk, memory");
    assertThatThrownBy(() -> settings("local_kinesis.faults = [{ efect = throttle }]"))
        .hasMessageContainingAll("local_kinesis", "faults[1]", "efect");
    assertThatThrownBy(() -> settings("local_kinesis.faults = [throttle]"))
        .hasMessageContainingAll("local_kinesis.faults[1]", "effect");
    assertThatThrownBy(() -> settings("local_kinesis.retention = 90m"))
        .hasMessageContainingAll("local_kinesis", "retention", "whole hours");
    assertThatThrownBy(() ->
            settings("local_kinesis.credentials.K.secret_access_key = \"file:///no/such/file\""))
        .hasMessageContainingAll(
            "local_kinesis.credentials.K.secret_access_key", "/no/such/file", "readable");
  }
}
