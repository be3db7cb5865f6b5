package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.testkit.Await;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * What AWS documents of Kinesis, asked by the AWS SDK of ours, in memory and on disk, and of
 * another emulator. Each test has a stream of its own. Where the other does something else, the
 * test says so by {@link Differs} and checks both.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Side.class)
@ExtendWith(Servers.class)
abstract class ContractFixture {
  static final String SHARD_0 = "shardId-000000000000";
  static final String SHARD_1 = "shardId-000000000001";
  static final String SHARD_2 = "shardId-000000000002";
  static final String SHARD_3 = "shardId-000000000003";
  static final BigInteger HASHES = BigInteger.TWO.pow(128);

  @Parameter Side side;

  final String stream = "s" + UUID.randomUUID();
  private final Set<Difference> seen = EnumSet.noneOf(Difference.class);
  KinesisClient kinesis;
  Clients clients;

  void use(Clients clients) {
    this.clients = clients;
    kinesis = clients.blocking();
  }

  // --- differences

  /** The one side's expectation on the one, the other's on the other. */
  void either(Difference difference, ThrowingCallable ours, ThrowingCallable node) {
    seen.add(difference);
    ThrowingCallable expected = side == Side.NODE ? node : ours;
    try {
      expected.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void marksWhatItFoundDifferent(TestInfo test) {
    Differs differs = test.getTestMethod().orElseThrow().getAnnotation(Differs.class);
    assertThat(seen).isEqualTo(differs == null ? Set.of() : Set.of(differs.value()));
  }

  // --- errors

  /** The call is refused with that error of AWS; returns the text. */
  static String refused(String code, ThrowingCallable call) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(e).as("refused with " + code).isNotNull();
    assertThat(e.awsErrorDetails().errorCode()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.statusCode()).isEqualTo(400);
    assertThat(e.requestId()).isNotEmpty();
    return e.awsErrorDetails().errorMessage();
  }

  /** A member breaks a constraint of the API's model. */
  void invalid(ThrowingCallable call) {
    either(
        Difference.VALIDATION,
        () -> refused("ValidationException", call),
        () -> refused("InvalidArgumentException", call));
  }

  // --- streams and shards

  void create(int shards) {
    kinesis.createStream(r -> r.streamName(stream).shardCount(shards));
    awaitActive();
  }

  StreamDescriptionSummary awaitActive() {
    return Await.value(
        stream + " is active",
        () -> Optional.of(summary()).filter(s -> s.streamStatus() == StreamStatus.ACTIVE));
  }

  StreamDescriptionSummary summary() {
    return kinesis.describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
  }

  String arn() {
    return summary().streamARN();
  }

  List<Shard> shards() {
    return kinesis.listShards(r -> r.streamName(stream)).shards();
  }

  Shard shard(String id) {
    return shards().stream().filter(s -> s.shardId().equals(id)).findAny().orElseThrow();
  }

  List<Shard> openShards() {
    return shards().stream()
        .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
        .toList();
  }

  static List<String> ids(List<Shard> shards) {
    return shards.stream().map(Shard::shardId).toList();
  }

  void split(String shard, BigInteger at) {
    kinesis.splitShard(
        r -> r.streamName(stream).shardToSplit(shard).newStartingHashKey(at.toString()));
    awaitActive();
  }

  void merge(String shard, String adjacent) {
    kinesis.mergeShards(
        r -> r.streamName(stream).shardToMerge(shard).adjacentShardToMerge(adjacent));
    awaitActive();
  }

  // --- records

  PutRecordResponse put(String key, String data) {
    return kinesis.putRecord(
        r -> r.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  PutRecordResponse put(BigInteger hash, String data) {
    return kinesis.putRecord(r ->
        r.streamName(stream)
            .partitionKey("k")
            .explicitHashKey(hash.toString())
            .data(SdkBytes.fromUtf8String(data)));
  }

  static PutRecordsRequestEntry entry(String key, String data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(data))
        .build();
  }

  String iterator(String shard, ShardIteratorType type) {
    return iterator(shard, r -> r.shardIteratorType(type));
  }

  String iterator(String shard, Consumer<GetShardIteratorRequest.Builder> how) {
    return kinesis
        .getShardIterator(r -> how.accept(r.streamName(stream).shardId(shard)))
        .shardIterator();
  }

  /** A page; waits while the shard has been read too often in this second. */
  GetRecordsResponse page(String iterator, int limit) {
    return patiently(() -> kinesis.getRecords(r -> r.shardIterator(iterator).limit(limit)));
  }

  GetRecordsResponse page(String iterator) {
    return page(iterator, 10_000);
  }

  static <T> T patiently(Callable<T> call) {
    return Await.value(
        "the shard's second is over",
        () -> {
          try {
            return Optional.of(call.call());
          } catch (ProvisionedThroughputExceededException e) {
            return Optional.empty();
          }
        });
  }

  List<String> read(String iterator) {
    return texts(page(iterator).records());
  }

  List<String> all(String shard) {
    List<String> all = new ArrayList<>();
    String next = iterator(shard, ShardIteratorType.TRIM_HORIZON);
    while (next != null) {
      GetRecordsResponse page = page(next);
      all.addAll(texts(page.records()));
      next = page.millisBehindLatest() == 0 ? null : page.nextShardIterator();
    }
    return all;
  }

  static List<String> texts(List<Record> records) {
    return records.stream().map(r -> r.data().asUtf8String()).toList();
  }
}
