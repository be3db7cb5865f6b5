package dev.tributary.sink.kinesis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.sink.Action;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.Health;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Storage;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.dynamodb.FakeDynamo;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What the sink wrote, aggregated and plain, read by whole workers of KCL 3: nothing is missing or
 * twice, keys are in order, places in aggregates are right.
 */
final class KclWorkerIT {

  private static final String STREAM = "s";
  private static final String CONNECTOR = "kinesis:c";
  private static final String AGGREGATED = "kinesis:aggregated";
  private static final String PLAIN = "kinesis:plain";
  private static final String PARENT = "shardId-000000000000";
  private static final List<String> CHILDREN =
      List.of("shardId-000000000002", "shardId-000000000003");
  private static final BigInteger MIDDLE_OF_PARENT = BigInteger.TWO.pow(126);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LocalKinesis kinesis =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          InstantSource.system(),
          new Random(1));
  private final FakeDynamo dynamo = new FakeDynamo();
  private final SinkRuntime sink = new SinkRuntime(SinkEnvironment.system(Storage.none()));
  private int sent;

  @BeforeEach
  void start() throws IOException {
    dynamo.start();
    kinesis.start();
    kinesis.createStream(STREAM, 2);
    ConnectorSettings settings =
        new ConnectorSettings(
            true, Duration.ofMillis(50), Duration.ofSeconds(5), true, Duration.ofSeconds(20));
    KinesisConnectorSettings to =
        new KinesisConnectorSettings(endpoint().toString(), null, "id", "secret", null, 0, 8);
    sink.putConnector(CONNECTOR, settings, () -> new KinesisConnector(to));
    install(AGGREGATED, Aggregation.KPL);
    install(PLAIN, Aggregation.NONE);
  }

  private void install(String action, Aggregation aggregation) {
    sink.putAction(
        action,
        CONNECTOR,
        actionSettings(),
        c -> ((KinesisConnector) c).open(new KinesisActionSettings(STREAM, aggregation)));
    Await.until(action + " is connected", () -> sink.actionHealth(action).equals(Health.CONNECTED));
  }

  @AfterEach
  void stop() {
    sink.close();
    kinesis.close();
    dynamo.close();
  }

  @Test
  void aWorkerReadsOnInTheMiddleOfAnAggregateWhereTheLastOneStopped() throws Exception {
    publish(AGGREGATED, "a", 40, 0, 25);
    publish(PLAIN, "p", 5, 0, 20);
    KclJournal first = new KclJournal((next, read) -> read >= 300 && next.subSequenceNumber() == 3);
    try (KclWorker _ = worker("first", first).start()) {
      await(() -> "the first worker is cut short: " + first.reads().size(), first::wasCut);
    }
    KclJournal second = new KclJournal();
    try (KclWorker _ = worker("second", second).start()) {
      await(
          () -> "the second worker has the rest: " + second.reads().size(),
          () -> first.reads().size() + second.reads().size() >= sent);
    }
    assertThat(second.of(KclJournal.Started.class))
        .as("one shard is taken up behind the third record of an aggregate")
        .anySatisfy(started -> assertThat(started.subSequenceNumber()).isEqualTo(2));
    List<KclJournal.Entry> all = new ArrayList<>(first.entries());
    all.addAll(second.entries());
    assertWhole(all);
  }

  @Test
  void aSplitShardIsReadToItsEndBeforeItsChildren() throws Exception {
    publish(AGGREGATED, "a", 40, 0, 10);
    KclJournal journal = new KclJournal();
    try (KclWorker _ = worker("only", journal).start()) {
      await(() -> "some is read: " + journal.reads().size(), () -> journal.reads().size() >= 50);
      split(PARENT, MIDDLE_OF_PARENT);
      publish(AGGREGATED, "a", 40, 10, 10);
      publish(PLAIN, "p", 5, 0, 10);
      await(
          () -> "all is read: " + journal.reads().size() + journal.of(KclJournal.Ended.class),
          () -> journal.reads().size() >= sent);
    }
    List<KclJournal.Entry> entries = journal.entries();
    assertWhole(entries);
    assertThat(of(entries, KclJournal.Ended.class)).containsExactly(new KclJournal.Ended(PARENT));
    int ended = entries.indexOf(new KclJournal.Ended(PARENT));
    for (String child : CHILDREN) {
      List<KclJournal.Entry> ofChild =
          entries.stream().filter(entry -> entry.shard().equals(child)).toList();
      assertThat(entries.indexOf(ofChild.getFirst())).isGreaterThan(ended);
      assertThat(of(ofChild, KclJournal.Read.class)).isNotEmpty();
    }
    assertThat(lease(PARENT).path("checkpoint").path("S").asText()).isEqualTo("SHARD_END");
    for (String child : CHILDREN) {
      assertThat(lease(child).path("parentShardId").path("SS"))
          .extracting(JsonNode::asText)
          .containsExactly(PARENT);
    }
  }

  private void split(String shard, BigInteger at) {
    try (KinesisClient client = client()) {
      client.splitShard(
          r -> r.streamName(STREAM).shardToSplit(shard).newStartingHashKey(at.toString()));
    }
  }

  private KinesisClient client() {
    return KinesisClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(ApacheHttpClient.builder())
        .build();
  }

  // --- sending

  private void publish(String action, String prefix, int keys, int from, int each) {
    Action to = sink.action(action).orElseThrow();
    for (int i = from; i < from + each; i++) {
      for (int key = 0; key < keys; key++) {
        byte[] data = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        to.submit(new SinkRecord(prefix + key, null, data, 0, Origin.NONE), Receipt.NONE);
      }
    }
    sent += keys * each;
    await(
        () -> "all is delivered: " + sink.metrics(AGGREGATED) + sink.metrics(PLAIN),
        () -> sink.metrics(AGGREGATED).success() + sink.metrics(PLAIN).success() == sent);
  }

  private static ActionSettings actionSettings() {
    return new ActionSettings(
        true,
        100,
        Duration.ofMillis(5),
        BufferSettings.memory(1 << 20),
        100,
        4,
        null,
        Ordering.STRICT,
        Duration.ofMillis(50),
        Duration.ZERO,
        Duration.ofSeconds(5),
        Duration.ofMillis(50),
        null);
  }

  // --- reading

  private KclWorker worker(String name, KclJournal journal) {
    return new KclWorker(
        name,
        STREAM,
        new KclWorker.Endpoints(endpoint(), dynamo.endpoint()),
        KclRetrieval.POLLING,
        journal);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + kinesis.port());
  }

  private static void await(Supplier<String> what, Callable<Boolean> condition) {
    Await.until(what, PATIENCE, condition);
  }

  // --- judging

  private void assertWhole(List<KclJournal.Entry> entries) {
    assertThat(of(entries, KclJournal.Trouble.class)).isEmpty();
    List<KclJournal.Read> reads = of(entries, KclJournal.Read.class);
    assertInOrderPerKey(reads);
    assertThat(reads.size()).isEqualTo(sent);
    assertNumbered(reads);
    assertCheckpointed(entries);
  }

  private static void assertInOrderPerKey(List<KclJournal.Read> reads) {
    Map<String, List<String>> byKey =
        reads.stream()
            .collect(
                groupingBy(
                    KclJournal.Read::partitionKey, mapping(KclJournal.Read::text, toList())));
    byKey.forEach((key, texts) ->
        assertThat(texts)
            .as(key)
            .isEqualTo(IntStream.range(0, texts.size()).mapToObj(Integer::toString).toList()));
  }

  /** Within a Kinesis record from 0 without a gap, from record to record growing. */
  private static void assertNumbered(List<KclJournal.Read> reads) {
    Map<String, List<Long>> byRecord =
        reads.stream()
            .collect(
                groupingBy(
                    KclJournal.Read::sequenceNumber,
                    mapping(KclJournal.Read::subSequenceNumber, toList())));
    byRecord
        .values()
        .forEach(
            subs -> assertThat(subs).isEqualTo(LongStream.range(0, subs.size()).boxed().toList()));
    assertThat(byRecord.values()).as("aggregates").anyMatch(subs -> subs.size() > 10);
    assertThat(reads).allMatch(read -> read.aggregated() || read.subSequenceNumber() == 0);
    assertThat(reads)
        .filteredOn(read -> read.partitionKey().startsWith("p"))
        .isNotEmpty()
        .noneMatch(KclJournal.Read::aggregated);
    Map<String, List<BigInteger>> byShard =
        reads.stream()
            .collect(
                groupingBy(
                    KclJournal.Read::shard,
                    mapping(read -> new BigInteger(read.sequenceNumber()), toList())));
    byShard.values().forEach(numbers -> assertThat(numbers).isSorted());
  }

  /** The lease table says of each shard what its processor has checkpointed last. */
  private void assertCheckpointed(List<KclJournal.Entry> entries) {
    Map<String, KclJournal.Checkpointed> last =
        of(entries, KclJournal.Checkpointed.class).stream()
            .collect(toMap(KclJournal.Checkpointed::shard, c -> c, (_, later) -> later));
    assertThat(last).isNotEmpty();
    of(entries, KclJournal.Ended.class).forEach(ended -> last.remove(ended.shard()));
    last.forEach((shard, checkpoint) -> {
      ObjectNode lease = lease(shard);
      assertThat(lease.path("checkpoint").path("S").asText())
          .isEqualTo(checkpoint.sequenceNumber());
      assertThat(lease.path("checkpointSubSequenceNumber").path("N").asLong())
          .isEqualTo(checkpoint.subSequenceNumber());
    });
  }

  private ObjectNode lease(String shard) {
    return dynamo.items(KclWorker.APPLICATION).stream()
        .filter(item -> item.path("leaseKey").path("S").asText().equals(shard))
        .findAny()
        .orElseThrow(() -> new AssertionError("no lease of " + shard));
  }

  private static <T> List<T> of(List<KclJournal.Entry> entries, Class<T> type) {
    Stream<KclJournal.Entry> of = entries.stream().filter(type::isInstance);
    return of.map(type::cast).toList();
  }
}
