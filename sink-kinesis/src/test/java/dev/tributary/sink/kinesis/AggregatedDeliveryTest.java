package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.sink.SinkRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Aggregation while shards move, requests fail in part, and the map cannot be had. */
final class AggregatedDeliveryTest {

  private static final KinesisConnectorSettings SETTINGS =
      new KinesisConnectorSettings("http://h", null, "id", "secret", null, 0, 8);
  private static final Target TARGET = new Target("us-east-1", "http://h");

  private long nanos;

  private Delivery open(ModelKinesis model, Aggregation aggregation) {
    Calls calls = new Calls(SETTINGS, () -> new Calls.Open(model, () -> {}, TARGET));
    return new KinesisConnector(calls, () -> nanos)
        .open(new KinesisActionSettings("s", aggregation, 25_000, 1000));
  }

  private Delivery aggregating(ModelKinesis model) throws InterruptedException {
    Delivery delivery = open(model, Aggregation.KPL);
    assertThat(delivery.check()).isEqualTo(Health.CONNECTED);
    assertThat(delivery.limits().bytesPerAggregate()).isPositive();
    return delivery;
  }

  @Test
  void smallRecordsOfAShardShareOne() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(4);
    Delivery delivery = aggregating(model);
    List<SinkRecord> batch = records(0, 2000);
    BatchOutcome.PerRecord outcome = perRecord(delivery.send(batch));
    assertThat(outcome.outcomes()).hasSize(2000).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(outcome.storedAs())
        .isEqualTo(model.puts.getFirst().records().size())
        .isBetween(4, 8);
    assertThat(texts(model.readable())).containsExactlyInAnyOrderElementsOf(texts(0, 2000));
    for (int i = 0; i < 2000; i += 99) {
      Outcome.Delivered delivered = (Outcome.Delivered) outcome.outcomes().get(i);
      assertThat(delivery.shardOf(batch.get(i))).isEqualTo(delivered.shardId());
    }
  }

  @Test
  void withoutAMapEachGoesByItself() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(2);
    model.listFailures.add(ModelKinesis.error("AccessDeniedException"));
    Delivery delivery = open(model, Aggregation.KPL);
    assertThat(delivery.shardOf(record("k", "x"))).isNull();
    assertThat(delivery.check()).isEqualTo(Health.CONNECTED);
    assertThat(delivery.limits().bytesPerAggregate()).isZero();
    assertThat(delivery.limits().recordsPerRequest()).isEqualTo(500);
    BatchOutcome.PerRecord outcome = perRecord(delivery.send(records(0, 5)));
    assertThat(outcome.storedAs()).isEqualTo(5);
    nanos += Duration.ofSeconds(15).toNanos();
    assertThat(delivery.check()).isEqualTo(Health.CONNECTED);
    assertThat(delivery.limits().bytesPerAggregate()).isPositive();
  }

  /** The map is asked for when it is needed, and renewed every few minutes at most. */
  @Test
  void listsAreFew() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(3);
    Delivery plain = open(model, Aggregation.NONE);
    plain.check();
    assertThat(model.lists).isZero();
    assertThat(plain.shardOf(record("k", "x"))).isNull();
    for (int i = 0; i < 10; i++) {
      nanos += Duration.ofSeconds(15).toNanos();
      plain.check();
    }
    assertThat(model.lists).isEqualTo(1);
    assertThat(plain.shardOf(record("k", "x"))).isNotNull();
    nanos += Duration.ofMinutes(3).toNanos();
    plain.check();
    assertThat(model.lists).isEqualTo(2);
  }

  @Test
  void longListsComeInPages() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(7);
    model.pageShards = 2;
    Delivery delivery = aggregating(model);
    assertThat(model.lists).isEqualTo(4);
    BatchOutcome.PerRecord outcome = perRecord(delivery.send(records(0, 700)));
    assertThat(outcome.storedAs()).isEqualTo(7);
  }

  /** "A returned ShardId other than the predicted one means: refresh the map." */
  @Test
  void aSplitLosesNothingAndRepeatsNothing() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(2);
    Delivery delivery = aggregating(model);
    model.reshard(6);
    List<SinkRecord> batch = new ArrayList<>(records(0, 600));
    batch.addFirst(record("alone", "600"));
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    List<SinkRecord> again = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Retry(String code, String _, Duration _)) {
        assertThat(code).isEqualTo("ShardMapStale");
        again.add(batch.get(i));
      }
    }
    assertThat(again).isNotEmpty();
    assertThat(texts(model.readable()))
        .containsExactlyInAnyOrderElementsOf(texts(delivered(batch, outcomes)));
    assertThat(model.lists).isEqualTo(2);
    assertThat(perRecord(delivery.send(again)).outcomes())
        .allMatch(Outcome.Delivered.class::isInstance);
    assertThat(texts(model.readable())).containsExactlyInAnyOrderElementsOf(texts(0, 601));
  }

  @Test
  void aMergeIsNoLoss() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(4);
    Delivery delivery = aggregating(model);
    model.reshard(1);
    assertThat(perRecord(delivery.send(records(0, 400))).outcomes())
        .allMatch(Outcome.Delivered.class::isInstance);
    assertThat(texts(model.readable())).containsExactlyInAnyOrderElementsOf(texts(0, 400));
    assertThat(perRecord(delivery.send(records(400, 100))).storedAs()).isEqualTo(1);
  }

  /** Then only those are sure that have the very hash that they were sent with. */
  @Test
  void aSurpriseWithoutANewMap() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1);
    Delivery delivery = aggregating(model);
    model.reshard(8);
    model.listFailures.add(ModelKinesis.error("LimitExceededException"));
    List<SinkRecord> batch = new ArrayList<>();
    Stream.of("1", "2", "3").forEach(text -> batch.add(record("first", text)));
    batch.addAll(records(100, 50));
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    assertThat(outcomes).hasSize(53).allMatch(Outcome.Retry.class::isInstance);
    assertThat(model.readable()).isEmpty();
    BatchOutcome.PerRecord apart = perRecord(delivery.send(batch));
    assertThat(apart.outcomes()).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(apart.storedAs()).isEqualTo(51);
    assertThat(texts(model.readable()))
        .containsExactlyInAnyOrderElementsOf(texts(batch))
        .containsSubsequence("1", "2", "3");
    nanos += Duration.ofSeconds(1).toNanos();
    BatchOutcome.PerRecord known = perRecord(delivery.send(records(200, 400)));
    assertThat(known.outcomes()).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(perRecord(delivery.send(records(200, 400))).storedAs()).isEqualTo(8);
  }

  /** As with an on-demand stream that distributes records by itself. */
  @Test
  void aStreamThatIgnoresKeysIsNotWrittenToForEver() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(3);
    Delivery delivery = aggregating(model);
    model.ignoresKeys = true;
    BatchOutcome outcome = delivery.send(records(0, 100));
    for (int i = 0; i < 20 && outcome instanceof BatchOutcome.PerRecord; i++) {
      outcome = delivery.send(records(0, 100));
    }
    assertThat(outcome).isInstanceOf(BatchOutcome.Hold.class);
    Health health = delivery.check();
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("set aggregation to none");
    model.ignoresKeys = false;
    nanos += Duration.ofMinutes(6).toNanos();
    assertThat(delivery.check()).isEqualTo(Health.CONNECTED);
    assertThat(perRecord(delivery.send(records(0, 100))).outcomes())
        .allMatch(Outcome.Delivered.class::isInstance);
  }

  @Test
  void aRefusedAggregateIsSentAgainAsAWhole() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(2);
    Delivery delivery = aggregating(model);
    String refused = Objects.requireNonNull(delivery.shardOf(record("k0", "")));
    model.entryError = entry -> shardOf(delivery, entry).equals(refused) ? "NeverHeardOf" : null;
    List<SinkRecord> batch = records(0, 200);
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    for (int i = 0; i < batch.size(); i++) {
      boolean retried = outcomes.get(i) instanceof Outcome.Retry;
      assertThat(retried).isEqualTo(refused.equals(delivery.shardOf(batch.get(i))));
    }
  }

  private static String shardOf(Delivery delivery, PutRecordsRequestEntry entry) {
    SinkRecord like =
        new SinkRecord(entry.partitionKey(), entry.explicitHashKey(), new byte[0], 0, Origin.NONE);
    return String.valueOf(delivery.shardOf(like));
  }

  @Test
  void manyShardsNeedSeveralRequests() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1200);
    Delivery delivery = aggregating(model);
    BatchOutcome.PerRecord outcome = perRecord(delivery.send(records(0, 4000)));
    assertThat(outcome.outcomes()).allMatch(Outcome.Delivered.class::isInstance);
    assertThat(model.puts).hasSize(3).allMatch(put -> put.records().size() <= 500);
    assertThat(outcome.storedAs()).isBetween(1001, 1200);
    assertThat(texts(model.readable())).containsExactlyInAnyOrderElementsOf(texts(0, 4000));
  }

  @Test
  void aLaterRequestThatFailsLeavesTheAnswersOfTheEarlier() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1200);
    Delivery delivery = aggregating(model);
    model.rule = _ -> model.puts.size() == 2 ? ModelKinesis.error("InternalFailure") : null;
    List<SinkRecord> batch = records(0, 4000);
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    assertThat(model.puts).hasSize(2);
    assertThat(texts(delivered(batch, outcomes)))
        .containsExactlyInAnyOrderElementsOf(texts(model.readable()));
    assertThat(outcomes).filteredOn(Outcome.Retry.class::isInstance).hasSizeGreaterThan(1000);
  }

  @Test
  void aFirstRequestThatFailsIsTheBatchs() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1200);
    Delivery delivery = aggregating(model);
    model.rule = _ -> ModelKinesis.error("KMSDisabledException");
    assertThat(delivery.send(records(0, 4000))).isInstanceOf(BatchOutcome.Hold.class);
    assertThat(model.puts).hasSize(1);
  }

  /** Else it would wait for ever behind those that are sent before it. */
  @Test
  void theCulpritOfALaterRequestFailsAlone() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1);
    Delivery delivery = aggregating(model);
    List<SinkRecord> batch = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      batch.add(new SinkRecord("big" + i, null, new byte[25_000], 0, Origin.NONE));
    }
    model.rule =
        put -> holds(put, "big690") ? ModelKinesis.error("InvalidArgumentException") : null;
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    assertThat(outcomes).filteredOn(Outcome.Failed.class::isInstance).hasSize(1);
    assertThat(outcomes.get(690)).isInstanceOf(Outcome.Failed.class);
    assertThat(model.readable()).hasSize(699);
  }

  private static boolean holds(PutRecordsRequest put, String key) {
    return put.records().stream().anyMatch(entry -> entry.partitionKey().equals(key));
  }

  @Test
  void anInterruptLosesNoAnswer() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1200);
    Delivery delivery = aggregating(model);
    model.rule =
        _ -> {
          if (model.puts.size() == 2) {
            Thread.currentThread().interrupt();
            return SdkClientException.create("interrupted");
          }
          return null;
        };
    List<SinkRecord> batch = records(0, 4000);
    List<Outcome> outcomes = perRecord(delivery.send(batch)).outcomes();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(texts(delivered(batch, outcomes)))
        .containsExactlyInAnyOrderElementsOf(texts(model.readable()));
    model.puts.clear();
    model.puts.add(PutRecordsRequest.builder().build());
    assertThatThrownBy(() -> delivery.send(batch)).isInstanceOf(InterruptedException.class);
  }

  /** "MaxRecordSizeInKiB respected": also where it is less than what an aggregate may have. */
  @Test
  void theStreamsLimitIsAnAggregatesLimit() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(1);
    model.recordKib = 10;
    Delivery delivery = aggregating(model);
    assertThat(delivery.limits().bytesPerRecord()).isEqualTo(10 << 10);
    assertThat(delivery.limits().bytesPerAggregate()).isLessThanOrEqualTo(10 << 10);
    perRecord(delivery.send(records(0, 3000)));
    assertThat(model.puts.getFirst().records())
        .hasSizeGreaterThan(3)
        .allMatch(entry -> entry.data().asByteArray().length + 4 <= 10 << 10);
  }

  @Test
  void explicitHashKeysDecide() throws InterruptedException {
    ModelKinesis model = new ModelKinesis(2);
    Delivery delivery = aggregating(model);
    BigInteger top = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    List<SinkRecord> batch =
        List.of(
            new SinkRecord("k", "0", bytes("low"), 0, Origin.NONE),
            new SinkRecord("k", top.toString(), bytes("high"), 0, Origin.NONE),
            new SinkRecord("k", "1", bytes("low again"), 0, Origin.NONE),
            new SinkRecord("k", top.toString(), bytes("high again"), 0, Origin.NONE));
    BatchOutcome.PerRecord outcome = perRecord(delivery.send(batch));
    assertThat(outcome.storedAs()).isEqualTo(2);
    assertThat(texts(model.readable())).containsExactly("low", "low again", "high", "high again");
    assertThat(model.readable())
        .extracting(KplReader.UserRecord::explicitHashKey)
        .containsExactly("0", "1", top.toString(), top.toString());
  }

  // --- making and comparing

  private static BatchOutcome.PerRecord perRecord(BatchOutcome outcome) {
    assertThat(outcome).isInstanceOf(BatchOutcome.PerRecord.class);
    return (BatchOutcome.PerRecord) outcome;
  }

  private static List<SinkRecord> records(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> record("k" + i, Integer.toString(i)))
        .toList();
  }

  private static SinkRecord record(String key, String text) {
    return new SinkRecord(key, null, bytes(text), 0, Origin.NONE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<SinkRecord> delivered(List<SinkRecord> batch, List<Outcome> outcomes) {
    return IntStream.range(0, batch.size())
        .filter(i -> outcomes.get(i) instanceof Outcome.Delivered)
        .mapToObj(batch::get)
        .toList();
  }

  private static List<String> texts(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Integer::toString).toList();
  }

  private static List<String> texts(List<?> records) {
    return records.stream()
        .map(record ->
            switch (record) {
              case SinkRecord r -> new String(r.data(), StandardCharsets.UTF_8);
              case KplReader.UserRecord r -> r.text();
              default -> throw new AssertionError(record);
            })
        .toList();
  }
}
