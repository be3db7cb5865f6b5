package dev.tributary.server.internal.cli.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreetingTest {

  private static final LocalKinesisSettings SETTINGS =
      LocalKinesisSettings.defaults().withLimits(KinesisLimits.AWS);

  @Test
  void itSaysWhereAndHow() {
    assertThat(new Greeting(SETTINGS, 4566, List.of("my_stream")).text())
        .contains(
            "listens at http://127.0.0.1:4566",
            "my_stream",
            "in memory",
            "as at AWS: 1000 records and 1MB a second into a shard",
            "AWS_ENDPOINT_URL_KINESIS=http://127.0.0.1:4566",
            "any will do",
            "./tributary records STREAM --follow\n");
  }

  @Test
  void anOtherPortIsNamedInTheCommands() {
    assertThat(new Greeting(SETTINGS, 5000, List.of()).text())
        .contains("none yet: ./tributary streams create NAME --endpoint http://127.0.0.1:5000");
  }

  @Test
  void everyAddressIsReachedByLoopback() {
    var open = SETTINGS.withBind(new InetSocketAddress(0)).withTls(true);
    assertThat(new Greeting(open, 5000, List.of()).endpoint()).isEqualTo("https://127.0.0.1:5000");
  }

  @Test
  void secretsAreNotTold() {
    var closed = SETTINGS.withCredentials(Map.of("AKID", "hidden"));
    assertThat(new Greeting(closed, 4566, List.of()).text())
        .contains("AKID")
        .doesNotContain("hidden");
  }

  @Test
  void whatIsOffAndOnDiskIsSaid() {
    var settings =
        SETTINGS.withLimits(KinesisLimits.OFF).withDirectory(Optional.of(Path.of("/srv/kinesis")));
    assertThat(new Greeting(settings, 4566, List.of()).text())
        .contains("limits      off", "storage     in /srv/kinesis");
  }

  @Test
  void manyStreamsAreCounted() {
    List<String> names = IntStream.range(0, 13).mapToObj(i -> "s" + i).toList();
    assertThat(new Greeting(SETTINGS, 4566, names).text()).contains("s9 and 3 more");
  }

  @Test
  void scriptsGetOneLine() {
    assertThat(new Greeting(SETTINGS, 4566, List.of("a")).json())
        .startsWith("{\"endpoint\":\"http://127.0.0.1:4566\",\"region\":\"us-east-1\"")
        .endsWith("\"streams\":[\"a\"]}")
        .doesNotContain("\n");
  }
}
