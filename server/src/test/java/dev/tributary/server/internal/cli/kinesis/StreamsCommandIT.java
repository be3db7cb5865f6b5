package dev.tributary.server.internal.cli.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsCommandIT {

  private final LocalKinesis kinesis =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          InstantSource.system(),
          new Random(1));
  private final Cli cli = new Cli(kinesis);

  @BeforeEach
  void start() throws IOException {
    kinesis.createStream("s", 2);
    kinesis.start();
  }

  @AfterEach
  void stop() {
    kinesis.close();
  }

  private String good(String command) {
    Cli.Ended ended = cli.run(("streams " + command).split(" ", -1));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.out();
  }

  private JsonNode json(String command) {
    Cli.Ended ended = cli.run(("streams " + command + " --json").split(" ", -1));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.json();
  }

  @Test
  void streamsAreListedAsTableAndAsJson() {
    good("create other --on-demand");
    assertThat(good("list").lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("STREAM +STATUS +MODE +CREATED"))
        .anySatisfy(line -> assertThat(line).matches("other +ACTIVE +ON_DEMAND +20.*Z"))
        .anySatisfy(line -> assertThat(line).matches("s +ACTIVE +PROVISIONED +20.*Z"));
    assertThat(json("list").findValuesAsText("StreamName")).containsExactly("other", "s");
  }

  @Test
  void aStreamIsCreatedAndDescribed() {
    assertThat(good("create n --shards 3 --record-size 2048 --tag team=blue --tag a=b"))
        .isEqualTo("n is ACTIVE: 3 open shard(s), PROVISIONED, retention 24 h\n");
    assertThat(good("describe n"))
        .contains("status       ACTIVE", "up to 2048 KiB", "shardId-000000000002  open");
    assertThat(good("tag n").lines()).containsExactlyInAnyOrder("team=blue", "a=b");
    JsonNode described = json("describe n");
    assertThat(described.path("OpenShardCount").asInt()).isEqualTo(3);
    assertThat(described.path("Shards")).hasSize(3);
    assertThat(described.path("MaxRecordSizeInKiB").asInt()).isEqualTo(2048);
  }

  @Test
  void shardsAreSplitInTheMiddleAndMergedAgain() {
    assertThat(good("split s shardId-000000000000")).contains("s is ACTIVE: 3 open shard(s)");
    JsonNode shards = json("describe s").path("Shards");
    assertThat(shards).hasSize(4);
    assertThat(shards.get(0).path("Open").asBoolean()).isFalse();
    assertThat(shards.get(3).path("StartingHashKey").asText())
        .isEqualTo("85070591730234615865843651857942052864");
    assertThat(good("merge s shardId-000000000002 shardId-000000000003")).contains("2 open");
    assertThat(good("describe s")).contains("shardId-000000000002, shardId-000000000003");
    assertThat(good("split s shardId-000000000001 --at 200000000000000000000000000000000000000"))
        .contains("3 open");
  }

  @Test
  void aStreamIsScaled() {
    assertThat(good("scale s 4")).contains("s is ACTIVE: 4 open shard(s)");
    assertThat(json("scale s 2").path("OpenShardCount").asInt()).isEqualTo(2);
  }

  @Test
  void retentionIsIncreasedAndDecreased() {
    assertThat(good("retention s 7d")).contains("retention 168 h");
    assertThat(good("retention s 48")).contains("retention 48 h");
    assertThat(good("retention s 48h")).contains("retention 48 h");
  }

  @Test
  void modeRecordSizeAndEncryptionAreSet() {
    assertThat(good("mode s on-demand")).contains("ON_DEMAND");
    assertThat(good("mode s provisioned")).contains("PROVISIONED");
    assertThat(json("record-size s 10240").path("MaxRecordSizeInKiB").asInt()).isEqualTo(10_240);
    assertThat(json("encryption s on").path("KeyId").asText()).isEqualTo("alias/aws/kinesis");
    assertThat(json("encryption s off").path("EncryptionType").asText()).isEqualTo("NONE");
    assertThat(json("encryption s off").path("EncryptionType").asText()).isEqualTo("NONE");
  }

  @Test
  void consumersComeAndGo() {
    assertThat(good("consumers s --register one")).contains("one").contains("ACTIVE");
    assertThat(json("consumers s").findValuesAsText("ConsumerName")).containsExactly("one");
    assertThat(good("consumers s --deregister one")).isEmpty();
  }

  @Test
  void tagsAreSetAndRemoved() {
    assertThat(good("tag s a=b c=d").lines()).containsExactly("a=b", "c=d");
    assertThat(json("tag s --remove a").toString()).isEqualTo("{\"c\":\"d\"}");
  }

  @Test
  void theAccountHasLimits() {
    assertThat(good("limits")).startsWith("open shards        2 of ");
    assertThat(json("limits").path("OpenShardCount").asInt()).isEqualTo(2);
  }

  @Test
  void nothingIsDeletedUnlessThatIsMeant() {
    Cli.Ended refused = cli.run("streams", "delete", "s");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("s", String.valueOf(kinesis.port()), "--yes");
    assertThat(kinesis.hasStream("s")).isTrue();

    good("consumers s --register one");
    Cli.Ended used = cli.run("streams", "delete", "s", "--yes");
    assertThat(used.exitCode()).isEqualTo(1);
    assertThat(used.err()).contains("ResourceInUseException");

    assertThat(good("delete s --yes --with-consumers")).isEqualTo("deleted s\n");
    assertThat(kinesis.hasStream("s")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create x --shards 2 --on-demand",
        "retention s 90m",
        "retention s soon",
        "mode s turbo",
        "encryption s maybe",
        "scale s many",
        "record-size s",
        "tag s nothing"
      })
  void whatIsNotUnderstoodIsExitCode2(String command) {
    Cli.Ended ended = cli.run(("streams " + command).split(" ", -1));
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe none",
        "create s",
        "split s shardId-000000000009",
        "merge s shardId-000000000000 shardId-000000000000",
        "retention s 2h",
        "record-size s 1"
      })
  void whatAwsRefusesIsOneLine(String command) {
    Cli.Ended ended = cli.run(("streams " + command).split(" ", -1));
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).doesNotContain("\tat ");
  }
}
