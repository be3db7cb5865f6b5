package dev.tributary.server.internal.cli.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.server.internal.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LocalKinesisOptionsTest {

  private static final Path HOME = Path.of("/home/of/tributary");

  private static LocalKinesisSettings settings(String... arguments) {
    return settings(Map.of(), arguments);
  }

  private static LocalKinesisSettings settings(
      Map<String, String> environment, String... arguments) {
    var options = new LocalKinesisOptions();
    new CommandLine(options).setExpandAtFiles(false).parseArgs(arguments);
    return options.settings(environment, HOME);
  }

  @Test
  void withoutOptionsItIsInMemoryAndAsAws() {
    LocalKinesisSettings own = LocalKinesisSettings.defaults();
    LocalKinesisSettings settings = settings();
    assertThat(settings.bind()).isEqualTo(own.bind());
    assertThat(settings.region()).isEqualTo(own.region());
    assertThat(settings.accountId()).isEqualTo(own.accountId());
    assertThat(settings.retention()).isEqualTo(own.retention());
    assertThat(settings.storeBytesMax()).isEqualTo(own.storeBytesMax());
    assertThat(settings.stateChange()).isEqualTo(own.stateChange());
    assertThat(settings.directory()).isEmpty();
    assertThat(settings.limits()).isEqualTo(KinesisLimits.AWS);
    assertThat(settings.tls()).isFalse();
    assertThat(settings.credentials()).isEmpty();
  }

  @Test
  void everyOptionIsASetting() {
    LocalKinesisSettings settings =
        settings(
            "--port=0",
            "--bind=0.0.0.0",
            "--data=/srv/kinesis",
            "--limits=off",
            "--retention=7d",
            "--store-bytes=1GB",
            "--state-change=500ms",
            "--region=eu-west-1",
            "--account=123456789012",
            "--credentials=A:b/+=",
            "--credentials=C:d",
            "--tls",
            "--tls-dir=/srv/tls");
    assertThat(settings.bind().getPort()).isZero();
    assertThat(settings.bind().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(settings.directory()).contains(Path.of("/srv/kinesis"));
    assertThat(settings.limits()).isEqualTo(KinesisLimits.OFF);
    assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.storeBytesMax()).isEqualTo(1L << 30);
    assertThat(settings.stateChange()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.region()).isEqualTo("eu-west-1");
    assertThat(settings.accountId()).isEqualTo("123456789012");
    assertThat(settings.credentials()).isEqualTo(Map.of("A", "b/+=", "C", "d"));
    assertThat(settings.tls()).isTrue();
    assertThat(settings.certificateDirectory()).contains(Path.of("/srv/tls"));
  }

  @Test
  void theCertificateIsKeptBesideTheOtherData() {
    assertThat(settings("--tls").certificateDirectory()).contains(HOME.resolve("data/kinesis-tls"));
  }

  @Test
  void limitsThatAreLeftOutAreAwss() {
    assertThat(settings("--limits", "records=10,bytes=512KB").limits())
        .isEqualTo(new KinesisLimits(10, 512 * 1024, 2 << 20, 5, 2 << 20, true, 4 << 20));
    assertThat(
            settings(
                    "--limits",
                    "records=1,bytes=2B,read-bytes=3B,read-calls=4,consumer-bytes=5B,control-plane=off,on-demand-bytes=0")
                .limits())
        .isEqualTo(new KinesisLimits(1, 2, 3, 4, 5, false, 0));
  }

  @Test
  void credentialsComeFromFileAndEnvironmentToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), "# ours\nA:b\n\n  C:d\n");
    assertThat(settings("--credentials", "@" + file).credentials())
        .isEqualTo(Map.of("A", "b", "C", "d"));
    var environment = Map.of("AWS_ACCESS_KEY_ID", "E", "AWS_SECRET_ACCESS_KEY", "f");
    assertThat(settings(environment, "--credentials", "env").credentials())
        .isEqualTo(Map.of("E", "f"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port         | 65536          | 0 to 65535",
        "--port         | many           | 0 to 65535",
        "--bind         | no.such.host.invalid | 127.0.0.1",
        "--limits       | none           | aws, off",
        "--limits       | record=1       | records, bytes",
        "--limits       | records=-1     | 0 to",
        "--limits       | control-plane=maybe | on, off",
        "--retention    | 90m            | whole hours",
        "--retention    | 1m             | 1h to 365d",
        "--store-bytes  | 1KB            | 1MB to 1TB",
        "--state-change | soon           | 100ms",
        "--region       | Mars           | us-east-1",
        "--account      | 42             | 12 digits",
        "--credentials  | AKID           | KEY:SECRET",
        "--credentials  | env            | AWS_SECRET_ACCESS_KEY",
        "--credentials  | @/no/such/file | KEY:SECRET"
      })
  void mistakesNameOptionAndWhatWouldBeRight(String option, String value, String right) {

    assertThatThrownBy(() -> settings(option, value))
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2))
        .hasMessageContainingAll(option, right);
  }

  @Test
  void faultsComeFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("faults.json");
    String rule = "{\"operations\": [\"PutRecords\"], \"effect\": \"throttle\"}";
    for (String text : new String[] {rule, "[" + rule + "]", "{\"rules\": [" + rule + "]}"}) {
      Files.writeString(file, text);
      assertThat(settings("--faults", file.toString()).faults())
          .singleElement()
          .satisfies(fault -> assertThat(fault.operations()).containsExactly("PutRecords"));
    }
    for (String wrong : new String[] {"", "[", "7", "[{\"efect\": 1}]", "[" + rule + ", 7]"}) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> settings("--faults", file.toString()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContainingAll("--faults", file.toString());
    }
  }

  @Test
  void aSecretIsNotTold() {
    assertThatThrownBy(() -> settings("--credentials", "A B:hidden"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void streamsHaveAsManyShardsAsTheySay() {
    assertThat(StreamOption.parse("my_stream")).isEqualTo(new StreamOption("my_stream", 1));
    assertThat(StreamOption.parse("a.b-c:12")).isEqualTo(new StreamOption("a.b-c", 12));
    for (String wrong : new String[] {"", "a:", "a:0", "a:1001", "a b", "a:b", ":3"}) {
      assertThatThrownBy(() -> StreamOption.parse(wrong))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContainingAll("--stream", "NAME:SHARDS");
    }
  }
}
