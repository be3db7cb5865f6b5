package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import dev.tributary.testkit.FakeKinesis;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * What was aggregated is read back by AWS's own libraries: byte for byte, with keys and explicit
 * hash keys, in order.
 */
final class AwsReadersIT {

  private static final String STREAM = "s";
  private static final BigInteger END = BigInteger.TWO.pow(128);

  @Test
  void throughTheLocalKinesis() throws Exception {
    List<SinkRecord> sent = records(11);
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (LocalKinesis kinesis = new LocalKinesis(settings, InstantSource.system(), new Random(1))) {
      kinesis.start();
      kinesis.createStream(STREAM, 3);
      String endpoint = "http://127.0.0.1:" + kinesis.port();
      deliver(endpoint, sent);
      List<KplReader.UserRecord> byKcl = new ArrayList<>();
      List<KplReader.UserRecord> byDeaggregator = new ArrayList<>();
      try (KinesisClient client = client(endpoint)) {
        for (Shard shard : client.listShards(r -> r.streamName(STREAM)).shards()) {
          List<AwsReaders.Stored> stored = stored(client, shard.shardId());
          BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
          BigInteger last = new BigInteger(shard.hashKeyRange().endingHashKey());
          byKcl.addAll(AwsReaders.kcl(stored, first, last));
          byDeaggregator.addAll(AwsReaders.deaggregator(stored));
        }
      }
      assertSame(sent, byKcl);
      assertSame(sent, byDeaggregator);
    }
  }

  @Test
  void throughTheFake() throws Exception {
    List<SinkRecord> sent = records(12);
    try (FakeKinesis kinesis = new FakeKinesis(STREAM, 2)) {
      kinesis.start();
      deliver(kinesis.endpoint().toString(), sent);
      List<AwsReaders.Stored> stored =
          kinesis.stored().stream()
              .map(r -> new AwsReaders.Stored(r.sequenceNumber(), r.partitionKey(), r.data()))
              .toList();
      assertThat(stored).hasSizeLessThan(sent.size() / 5);
      assertSame(sent, AwsReaders.kcl(stored, BigInteger.ZERO, END.subtract(BigInteger.ONE)));
      assertSame(sent, AwsReaders.deaggregator(stored));
    }
  }

  /** KCL takes nothing from an aggregate that holds one record of another shard. */
  @Test
  void kclDropsAggregatesThatLieOutsideInPart() throws Exception {
    List<SinkRecord> sent = records(13);
    BigInteger last = END.shiftRight(1);
    try (FakeKinesis kinesis = new FakeKinesis(STREAM, 1)) {
      kinesis.start();
      deliver(kinesis.endpoint().toString(), sent);
      List<AwsReaders.Stored> stored =
          kinesis.stored().stream()
              .map(r -> new AwsReaders.Stored(r.sequenceNumber(), r.partitionKey(), r.data()))
              .toList();
      List<KplReader.UserRecord> expected =
          stored.stream()
              .map(AwsReadersIT::userRecords)
              .filter(records -> records.stream().allMatch(r -> r.hash().compareTo(last) <= 0))
              .flatMap(List::stream)
              .toList();
      assertThat(expected).hasSizeLessThan(sent.size());
      assertThat(
              AwsReaders.kcl(
                  stored.stream().filter(r -> KplReader.isAggregate(r.data())).toList(),
                  BigInteger.ZERO,
                  last))
          .extracting(AwsReadersIT::text)
          .isEqualTo(expected.stream().map(AwsReadersIT::text).toList());
    }
  }

  private static List<KplReader.UserRecord> userRecords(AwsReaders.Stored stored) {
    return KplReader.isAggregate(stored.data()) ? KplReader.read(stored.data()) : List.of();
  }

  private static void deliver(String endpoint, List<SinkRecord> records)
      throws InterruptedException {
    KinesisConnectorSettings settings =
        new KinesisConnectorSettings(endpoint, null, "id", "secret", null, 0, 8);
    try (KinesisConnector connector = new KinesisConnector(settings);
        Delivery delivery = connector.open(new KinesisActionSettings(STREAM, Aggregation.KPL))) {
      assertThat(delivery.check()).isEqualTo(Health.CONNECTED);
      assertThat(delivery.limits().bytesPerAggregate()).isPositive();
      BatchOutcome.PerRecord outcome = (BatchOutcome.PerRecord) delivery.send(records);
      assertThat(outcome.outcomes()).allMatch(Outcome.Delivered.class::isInstance);
      assertThat(outcome.storedAs()).isLessThan(records.size() / 5);
    }
  }

  private static List<SinkRecord> records(int seed) {
    Random random = new Random(seed);
    List<SinkRecord> records = new ArrayList<>();
    for (int key = 0; key < 300; key++) {
      String name = (key % 4 == 0 ? "ключ/" : "devices/") + key;
      int count = key % 10 == 0 ? 20 : 1 + random.nextInt(3);
      String hashKey = key % 6 == 0 ? new BigInteger(128, random).toString() : null;
      for (int i = 0; i < count; i++) {
        byte[] data = new byte[key == 7 ? 30_000 : random.nextInt(300)];
        random.nextBytes(data);
        records.add(new SinkRecord(name, hashKey, data, 0, Origin.NONE));
      }
    }
    return records;
  }

  /** The same records, and those of a key in the same order. */
  private static void assertSame(List<SinkRecord> sent, List<KplReader.UserRecord> read) {
    assertThat(read.stream().map(AwsReadersIT::text).sorted().toList())
        .isEqualTo(sent.stream().map(AwsReadersIT::text).sorted().toList());
    Stream<String> keys = sent.stream().map(SinkRecord::partitionKey).distinct();
    keys.forEach(key ->
        assertThat(
                read.stream()
                    .filter(r -> r.partitionKey().equals(key))
                    .map(AwsReadersIT::text)
                    .toList())
            .isEqualTo(
                sent.stream()
                    .filter(r -> r.partitionKey().equals(key))
                    .map(AwsReadersIT::text)
                    .toList()));
  }

  private static String text(SinkRecord record) {
    return text(record.partitionKey(), record.explicitHashKey(), record.data());
  }

  private static String text(KplReader.UserRecord record) {
    return text(record.partitionKey(), record.explicitHashKey(), record.data());
  }

  /**
   * What stands alone is sent with its hash key but read without: Kinesis does not give it back.
   */
  private static String text(String key, String hashKey, byte[] data) {
    return key + " " + (hashKey == null ? "-" : hashKey) + " " + HexFormat.of().formatHex(data);
  }

  private static KinesisClient client(String endpoint) {
    return KinesisClient.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(ApacheHttpClient.builder())
        .build();
  }

  private static List<AwsReaders.Stored> stored(KinesisClient client, String shardId) {
    String iterator =
        client
            .getShardIterator(r ->
                r.streamName(STREAM)
                    .shardId(shardId)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<AwsReaders.Stored> stored = new ArrayList<>();
    for (Record record : client.getRecords(r -> r.shardIterator(iterator)).records()) {
      stored.add(
          new AwsReaders.Stored(
              record.sequenceNumber(), record.partitionKey(), record.data().asByteArray()));
    }
    return stored;
  }
}
