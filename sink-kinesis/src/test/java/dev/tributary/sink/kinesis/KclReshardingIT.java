package dev.tributary.sink.kinesis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.dynamodb.FakeDynamo;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Two whole workers of KCL 3 share a stream of local Kinesis, while it is split and merged and one
 * of them goes away, with AWS's limits in force: nothing is missing or twice, keys are in order,
 * and parents are read to their end before their children.
 */
final class KclReshardingIT {
  private static final String STREAM = "s";
  private static final int KEYS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SHARD_0 = "shardId-000000000000";
  private static final String SHARD_1 = "shardId-000000000001";
  private static final String LOWER = "shardId-000000000002";
  private static final String UPPER = "shardId-000000000003";
  private static final String MERGED = "shardId-000000000004";
  private static final Map<String, List<String>> PARENTS =
      Map.of(LOWER, List.of(SHARD_0), UPPER, List.of(SHARD_0), MERGED, List.of(UPPER, SHARD_1));

  private final LocalKinesis kinesis =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          InstantSource.system(),
          new Random(1));
  private final FakeDynamo dynamo = new FakeDynamo();
  private final KclJournal journal = new KclJournal();
  private KinesisClient client;
  private int rounds;

  @BeforeEach
  void start() throws IOException {
    dynamo.start();
    kinesis.start();
    kinesis.createStream(STREAM, 2);
    client =
        KinesisClient.builder()
            .endpointOverride(endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    kinesis.close();
    dynamo.close();
  }

  @ParameterizedTest
  @EnumSource
  void twoWorkersFollowASplitAndAMerge(KclRetrieval retrieval) throws Exception {
    publish();
    try (KclWorker remaining = worker("remaining", retrieval).makeLeases(List.of(SHARD_0))) {
      try (KclWorker leaving = worker("leaving", retrieval).makeLeases(List.of(SHARD_1))) {
        remaining.start();
        leaving.start();
        awaitRead();
        client.splitShard(r ->
            r.streamName(STREAM)
                .shardToSplit(SHARD_0)
                .newStartingHashKey(BigInteger.TWO.pow(126).toString()));
        publish();
        awaitRead();
      }
      client.mergeShards(
          r -> r.streamName(STREAM).shardToMerge(UPPER).adjacentShardToMerge(SHARD_1));
      publish();
      awaitRead();
    }
    assertOnceAndInOrder();
    assertParentsFirst();
  }

  private KclWorker worker(String name, KclRetrieval retrieval) {
    return new KclWorker(
        name, STREAM, new KclWorker.Endpoints(endpoint(), dynamo.endpoint()), retrieval, journal);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + kinesis.port());
  }

  /** Each key's next numbers. */
  private void publish() {
    Await.until("the stream is active", () -> summary().streamStatus() == StreamStatus.ACTIVE);
    for (int i = 0; i < 10; i++) {
      String text = Integer.toString(rounds++);
      List<PutRecordsRequestEntry> entries =
          IntStream.range(0, KEYS).mapToObj(key -> entry("k" + key, text)).toList();
      assertThat(client.putRecords(r -> r.streamName(STREAM).records(entries)).failedRecordCount())
          .isZero();
    }
  }

  private static PutRecordsRequestEntry entry(String key, String text) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(text))
        .build();
  }

  private StreamDescriptionSummary summary() {
    return client.describeStreamSummary(r -> r.streamName(STREAM)).streamDescriptionSummary();
  }

  private void awaitRead() {
    Await.until(
        () -> "all is read: " + journal.reads().size() + " of " + rounds * KEYS,
        PATIENCE,
        () -> journal.reads().size() >= rounds * KEYS);
  }

  private void assertOnceAndInOrder() {
    assertThat(journal.of(KclJournal.Trouble.class)).isEmpty();
    List<String> all = IntStream.range(0, rounds).mapToObj(Integer::toString).toList();
    Map<String, List<String>> byKey =
        journal.reads().stream()
            .collect(
                groupingBy(
                    KclJournal.Read::partitionKey, mapping(KclJournal.Read::text, toList())));
    assertThat(byKey).hasSize(KEYS);
    byKey.forEach((key, texts) -> assertThat(texts).as(key).isEqualTo(all));
  }

  private void assertParentsFirst() {
    List<KclJournal.Entry> entries = journal.entries();
    assertThat(journal.of(KclJournal.Ended.class))
        .extracting(KclJournal.Ended::shard)
        .containsExactlyInAnyOrder(SHARD_0, SHARD_1, UPPER);
    PARENTS.forEach((child, parents) -> {
      int first =
          IntStream.range(0, entries.size())
              .filter(i -> entries.get(i).shard().equals(child))
              .findFirst()
              .orElseThrow();
      for (String parent : parents) {
        assertThat(entries.indexOf(new KclJournal.Ended(parent))).as(child).isLessThan(first);
      }
    });
  }
}
