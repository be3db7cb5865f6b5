package dev.tributary.sink.kinesis;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/**
 * What AWS's own producer writes through TLS and with signatures, the native daemon of KPL 1.0:
 * everything arrives where it was said to, also while Kinesis refuses records. What it aggregates
 * our reader of the format reads.
 */
final class KplProducerIT {
  private static final String STREAM = "s";
  private static final int RECORDS = 3_000;
  private static final int PATIENCE_SECONDS = 60;

  /** Where the daemon is unpacked. */
  @TempDir private static Path folder;

  private final LocalKinesis kinesis =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withAccountId("123456789012")
              .withCredentials(Map.of("key", "secret"))
              .withTls(true),
          InstantSource.system(),
          new Random(1));
  private final AwsCredentialsProvider credentials =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  @BeforeEach
  void start() throws IOException {
    kinesis.start();
    kinesis.createStream(STREAM, 4);
  }

  @AfterEach
  void stop() {
    kinesis.close();
  }

  @Test
  void everythingArrivesInTheShardThatTheProducerWasTold() throws Exception {
    Map<String, UserRecordResult> results = produce();
    assertThat(results.values()).allMatch(UserRecordResult::isSuccessful);
    Map<String, List<KplReader.UserRecord>> stored = stored();
    assertThat(stored).hasSize(4);
    stored.forEach((shard, records) ->
        assertThat(texts(records))
            .containsExactlyInAnyOrderElementsOf(
                results.entrySet().stream()
                    .filter(result -> result.getValue().getShardId().equals(shard))
                    .map(Map.Entry::getKey)
                    .toList()));
  }

  @Test
  void whatIsRefusedIsSentAgain() throws Exception {
    FaultRule refused =
        FaultRule.always(new FaultEffect.Throttle())
            .withOperations("PutRecords")
            .withRecords(FaultRecords.ALL.withShare(0.3))
            .withSeed(7);
    kinesis.faults().add(refused);
    Map<String, UserRecordResult> results = produce();
    assertThat(results.values()).allMatch(UserRecordResult::isSuccessful);
    assertThat(results.values().stream().flatMap(result -> result.getAttempts().stream()))
        .anyMatch(
            attempt -> "ProvisionedThroughputExceededException".equals(attempt.getErrorCode()));
    assertThat(stored().values().stream().flatMap(records -> texts(records).stream()))
        .containsExactlyInAnyOrderElementsOf(results.keySet());
  }

  /** The result of each record, by its text. */
  private Map<String, UserRecordResult> produce() throws Exception {
    KinesisProducer producer = new KinesisProducer(configuration());
    try {
      Map<String, ListenableFuture<UserRecordResult>> sent = new HashMap<>();
      for (int i = 0; i < RECORDS; i++) {
        String text = "record " + i;
        ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        sent.put(text, producer.addUserRecord(STREAM, "key " + i % 300, data));
      }
      producer.flush();
      Map<String, UserRecordResult> results = new HashMap<>();
      for (var entry : sent.entrySet()) {
        results.put(entry.getKey(), entry.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      producer.destroy();
    }
  }

  private KinesisProducerConfiguration configuration() {
    return new KinesisProducerConfiguration()
        .setRegion(Region.US_EAST_1.id())
        .setCredentialsProvider(credentials)
        .setKinesisEndpoint("127.0.0.1")
        .setKinesisPort(kinesis.port())
        .setStsEndpoint("127.0.0.1")
        .setStsPort(kinesis.port())
        .setVerifyCertificate(false)
        .setMetricsLevel("none")
        .setTempDirectory(folder.toString())
        // An answer that a busy machine delays is not asked for twice: that would be a duplicate.
        .setRequestTimeout(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))
        .setRecordTtl(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
  }

  /** What is stored, by shard. */
  private Map<String, List<KplReader.UserRecord>> stored() {
    try (SdkHttpClient http =
            ApacheHttpClient.builder()
                .buildWithDefaults(
                    AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build());
        KinesisClient client =
            KinesisClient.builder()
                .endpointOverride(URI.create("https://127.0.0.1:" + kinesis.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(http)
                .build()) {
      return client.listShards(r -> r.streamName(STREAM)).shards().stream()
          .collect(toMap(Shard::shardId, shard -> read(client, shard.shardId())));
    }
  }

  private static List<KplReader.UserRecord> read(KinesisClient client, String shard) {
    String iterator =
        client
            .getShardIterator(r ->
                r.streamName(STREAM)
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<KplReader.UserRecord> records = new ArrayList<>();
    var page = client.getRecords(r -> r.shardIterator(iterator).limit(10_000));
    assertThat(page.millisBehindLatest()).isZero();
    page.records().stream()
        .flatMap(record -> userRecords(record.partitionKey(), record.data().asByteArray()))
        .forEach(records::add);
    return records;
  }

  private static Stream<KplReader.UserRecord> userRecords(String key, byte[] data) {
    return KplReader.isAggregate(data)
        ? KplReader.read(data).stream()
        : Stream.of(new KplReader.UserRecord(key, null, data));
  }

  private static List<String> texts(List<KplReader.UserRecord> records) {
    return records.stream().map(KplReader.UserRecord::text).toList();
  }
}
