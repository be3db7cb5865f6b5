package dev.tributary.kinesis.local;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A server with a clock of the test, and the real AWS SDK in front of it. */
abstract class LocalKinesisFixture {
  static final String SHARD_0 = "shardId-000000000000";
  static final String SHARD_2 = "shardId-000000000002";

  final boolean cbor;
  final TestClock clock = new TestClock();
  @TempDir Path folder;
  LocalKinesis server;
  WireClient wire;
  KinesisClient kinesis;

  LocalKinesisFixture(boolean cbor) {
    this.cbor = cbor;
  }

  @BeforeEach
  void start() throws IOException {
    start(Duration.ZERO);
  }

  void start(Duration stateChange) throws IOException {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            // One encoding is tried in memory, the other on disk: nothing depends on both.
            .withDirectory(cbor ? Optional.empty() : Optional.of(newDirectory()))
            .withLimits(limits())
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withStateChange(stateChange);
    server = new LocalKinesis(settings, clock, new Random(1));
    server.start();
    wire = new WireClient(server.port(), cbor);
    kinesis = wire.kinesis();
  }

  private Path newDirectory() throws IOException {
    return Files.createTempDirectory(folder, "kinesis");
  }

  /** Off, where a test is about something else: its clock stands still. */
  KinesisLimits limits() {
    return KinesisLimits.OFF;
  }

  @AfterEach
  void stop() {
    wire.close();
    server.close();
  }

  void create(int shards) {
    server.createStream("s", shards);
  }

  PutRecordResponse put(String key, String data) {
    return kinesis.putRecord(
        r -> r.streamName("s").partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  static PutRecordsRequestEntry entry(String key, String data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(data))
        .build();
  }

  String iterator(String shard, ShardIteratorType type) {
    return iterator(
        GetShardIteratorRequest.builder().streamName("s").shardId(shard).shardIteratorType(type));
  }

  String iterator(GetShardIteratorRequest.Builder request) {
    return kinesis.getShardIterator(request.build()).shardIterator();
  }

  List<String> read(String iterator) {
    return texts(kinesis.getRecords(r -> r.shardIterator(iterator)));
  }

  static List<String> texts(GetRecordsResponse page) {
    return page.records().stream().map(r -> r.data().asUtf8String()).toList();
  }

  List<String> all(String shard) {
    return read(iterator(shard, ShardIteratorType.TRIM_HORIZON));
  }
}
