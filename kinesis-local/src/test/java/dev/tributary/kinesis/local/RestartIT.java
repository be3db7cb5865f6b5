package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** A server on disk that is stopped and started again, through the real AWS SDK. */
final class RestartIT {
  private static final String SHARD_0 = "shardId-000000000000";

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private KinesisLimits limits = KinesisLimits.OFF;
  private LocalKinesis server;
  private WireClient wire;
  private KinesisClient kinesis;

  @BeforeEach
  void start() throws IOException {
    server = new LocalKinesis(settings(0), clock, new Random());
    server.createStream("s", 1);
    server.start();
    wire = new WireClient(server.port(), true);
    kinesis = wire.kinesis();
  }

  @AfterEach
  void stop() {
    wire.close();
    server.close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private LocalKinesisSettings settings(int port) {
    return LocalKinesisSettings.defaults()
        .withLimits(limits)
        .withDirectory(Optional.of(folder))
        .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private String put(String data) {
    return kinesis
        .putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(data)))
        .sequenceNumber();
  }

  private String iterator(String shard, ShardIteratorType type) {
    return kinesis
        .getShardIterator(r -> r.streamName("s").shardId(shard).shardIteratorType(type))
        .shardIterator();
  }

  private static List<String> texts(GetRecordsResponse page) {
    return page.records().stream().map(r -> r.data().asUtf8String()).toList();
  }

  @Test
  void iteratorsGoOnWhereTheyWere() throws IOException {
    String first = put("a");
    String oldest = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse before = kinesis.getRecords(r -> r.shardIterator(oldest));
    assertThat(texts(before)).containsExactly("a");
    clock.advance(Duration.ofMinutes(5));
    restart();
    assertThat(put("b")).isGreaterThan(first);
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(before.nextShardIterator()))))
        .containsExactly("b");
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(oldest)))).containsExactly("a", "b");
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(oldest)))
        .isInstanceOf(ExpiredIteratorException.class);
    String after =
        kinesis
            .getShardIterator(r ->
                r.streamName("s")
                    .shardId(SHARD_0)
                    .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(first))
            .shardIterator();
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(after)))).containsExactly("b");
  }

  @Test
  void whatWasSetIsStillSet() throws IOException {
    kinesis.splitShard(
        r -> r.streamName("s").shardToSplit(SHARD_0).newStartingHashKey("1" + "0".repeat(38)));
    kinesis.increaseStreamRetentionPeriod(r -> r.streamName("s").retentionPeriodHours(100));
    kinesis.addTagsToStream(r -> r.streamName("s").tags(Map.of("team", "blue")));
    kinesis.createStream(r -> r.streamName("od").streamModeDetails(m -> m.streamMode("ON_DEMAND")));
    StreamDescriptionSummary before = summary();
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    kinesis.registerStreamConsumer(r -> r.streamARN(before.streamARN()).consumerName("c"));
    restart();
    assertThat(summary()).isEqualTo(before.toBuilder().consumerCount(1).build());
    assertThat(kinesis.listShards(r -> r.streamName("s")).shards()).isEqualTo(shards);
    assertThat(kinesis.listTagsForStream(r -> r.streamName("s")).tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("team=blue");
    assertThat(kinesis.listStreams().streamNames()).containsExactly("od", "s");
    assertThat(kinesis.listStreamConsumers(r -> r.streamARN(before.streamARN())).consumers())
        .hasSize(1);
  }

  /** Kinesis limit: UpdateStreamMode twice in 24 hours. */
  @Test
  void whatWasDoneTodayStillCounts() throws IOException {
    stop();
    limits = KinesisLimits.AWS;
    start();
    mode(StreamMode.ON_DEMAND);
    restart();
    mode(StreamMode.PROVISIONED);
    restart();
    assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("2 times per stream in a rolling 24-hour period");
    clock.advance(Duration.ofHours(24));
    mode(StreamMode.ON_DEMAND);
  }

  private void mode(StreamMode mode) {
    String arn = summary().streamARN();
    kinesis.updateStreamMode(
        r -> r.streamARN(arn).streamModeDetails(details -> details.streamMode(mode)));
  }

  private StreamDescriptionSummary summary() {
    return kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
  }

  @Test
  void twoServersDoNotShareADirectory() {
    try (LocalKinesis second = new LocalKinesis(settings(0), clock, new Random())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aServerThatCannotListenLeavesTheDirectoryFree() throws IOException {
    stop();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LocalKinesis second =
            new LocalKinesis(settings(taken.getLocalPort()), clock, new Random())) {
      assertThatThrownBy(second::start).hasMessageContaining("in use");
      start();
    }
  }
}
