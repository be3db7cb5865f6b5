package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Every operation through the real AWS SDK, in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class LocalKinesisIT {
  private static final String SHARD_0 = "shardId-000000000000";
  private static final String SHARD_2 = "shardId-000000000002";

  private final boolean cbor;
  private final TestClock clock = new TestClock();
  private LocalKinesis server;
  private WireClient wire;
  private KinesisClient kinesis;

  LocalKinesisIT(boolean cbor) {
    this.cbor = cbor;
  }

  @BeforeEach
  void start() throws IOException {
    start(Duration.ZERO);
  }

  private void start(Duration stateChange) throws IOException {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withStateChange(stateChange);
    server = new LocalKinesis(settings, clock, new Random(1));
    server.start();
    wire = new WireClient(server.port(), cbor);
    kinesis = wire.kinesis();
  }

  @AfterEach
  void stop() {
    wire.close();
    server.close();
  }

  private void create(int shards) {
    server.createStream("s", shards);
  }

  private PutRecordResponse put(String key, String data) {
    return kinesis.putRecord(
        r -> r.streamName("s").partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  private static PutRecordsRequestEntry entry(String key, String data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(data))
        .build();
  }

  private String iterator(String shard, ShardIteratorType type) {
    return iterator(
        GetShardIteratorRequest.builder().streamName("s").shardId(shard).shardIteratorType(type));
  }

  private String iterator(GetShardIteratorRequest.Builder request) {
    return kinesis.getShardIterator(request.build()).shardIterator();
  }

  private List<String> read(String iterator) {
    return texts(kinesis.getRecords(r -> r.shardIterator(iterator)));
  }

  private static List<String> texts(GetRecordsResponse page) {
    return page.records().stream().map(r -> r.data().asUtf8String()).toList();
  }

  private List<String> all(String shard) {
    return read(iterator(shard, ShardIteratorType.TRIM_HORIZON));
  }

  @Test
  void speaksTheEncodingUnderTest() {
    kinesis.describeLimits();
    assertThat(wire.lastContentType())
        .isEqualTo(cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1");
  }

  // --- streams

  @Test
  void createsAndDescribesAStream() {
    kinesis.createStream(r -> r.streamName("s").shardCount(2).maxRecordSizeInKiB(2048));
    StreamDescriptionSummary summary =
        kinesis.describeStreamSummary(r -> r.streamName("s")).streamDescriptionSummary();
    assertThat(summary.streamARN()).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/s");
    assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(summary.openShardCount()).isEqualTo(2);
    assertThat(summary.maxRecordSizeInKiB()).isEqualTo(2048);
    assertThat(summary.retentionPeriodHours()).isEqualTo(24);
    assertThat(summary.encryptionTypeAsString()).isEqualTo("NONE");
    assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
    assertThat(summary.streamCreationTimestamp()).isEqualTo(clock.instant());
    assertThat(server.hasStream("s")).isTrue();
  }

  @Test
  void givesAnOnDemandStreamFourShards() {
    kinesis.createStream(
        r -> r.streamName("s").streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND)));
    var description = kinesis.describeStream(r -> r.streamName("s")).streamDescription();
    assertThat(description.shards()).hasSize(4);
    assertThat(description.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(kinesis.describeLimits().onDemandStreamCount()).isEqualTo(1);
    assertThatThrownBy(() ->
            kinesis.createStream(r ->
                r.streamName("t")
                    .shardCount(1)
                    .streamModeDetails(d -> d.streamMode(StreamMode.ON_DEMAND))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void refusesWrongStreams() {
    create(1);
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("s").shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("t")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("shardCount");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("t").shardCount(0)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'0' at 'shardCount'");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("t").shardCount(1000)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("limit of 1000");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("a b").shardCount(1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'a b' at 'streamName'")
        .hasMessageContaining("[a-zA-Z0-9_.-]+");
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("x".repeat(129)).shardCount(1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("1 to 128");
    assertThatThrownBy(() ->
            kinesis.createStream(r -> r.streamName("t").shardCount(1).maxRecordSizeInKiB(20_000)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("1024 to 10240");
  }

  @Test
  void deletesAStream() {
    create(1);
    kinesis.deleteStream(r -> r.streamName("s"));
    assertThat(server.hasStream("s")).isFalse();
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream s under account 000000000000 not found");
  }

  @Test
  void stateChangesTakeTheirTime() throws IOException {
    stop();
    start(Duration.ofSeconds(1));
    kinesis.createStream(r -> r.streamName("s").shardCount(1));
    assertThat(kinesis.describeStream(r -> r.streamName("s")).streamDescription().streamStatus())
        .isEqualTo(StreamStatus.CREATING);
    assertThatThrownBy(() -> put("k", "x")).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> kinesis.listShards(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("s")))
        .isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(1));
    put("k", "x");
    kinesis.deleteStream(r -> r.streamName("s"));
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamName("s"))
                .streamDescriptionSummary()
                .streamStatus())
        .isEqualTo(StreamStatus.DELETING);
    clock.advance(Duration.ofSeconds(1));
    assertThat(kinesis.listStreams().streamNames()).isEmpty();
  }

  @Test
  void listsStreamsByPages() {
    for (String name : List.of("c", "a", "e", "b", "d")) {
      server.createStream(name, 1);
    }
    ListStreamsResponse page = kinesis.listStreams(r -> r.limit(2));
    assertThat(page.streamNames()).containsExactly("a", "b");
    assertThat(page.hasMoreStreams()).isTrue();
    assertThat(page.streamSummaries().getLast().streamARN()).endsWith("/b");
    assertThat(page.streamSummaries().getLast().streamCreationTimestamp())
        .isEqualTo(clock.instant());
    String token = page.nextToken();
    page = kinesis.listStreams(r -> r.nextToken(token).limit(3));
    assertThat(page.streamNames()).containsExactly("c", "d", "e");
    assertThat(page.hasMoreStreams()).isFalse();
    assertThat(page.nextToken()).isNull();
    assertThat(kinesis.listStreams(r -> r.exclusiveStartStreamName("d")).streamNames())
        .containsExactly("e");
    assertThat(kinesis.listStreamsPaginator(r -> r.limit(1)).streamNames()).hasSize(5);
    assertThatThrownBy(() -> kinesis.listStreams(r -> r.nextToken("made up")))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void tellsLimits() {
    create(3);
    assertThat(kinesis.describeLimits().openShardCount()).isEqualTo(3);
    assertThat(kinesis.describeLimits().shardLimit()).isEqualTo(1000);
  }

  // --- shards

  @Test
  void shardsAdjoinAndCoverTheRange() {
    create(3);
    List<Shard> shards = kinesis.listShards(r -> r.streamName("s")).shards();
    assertThat(shards)
        .extracting(Shard::shardId)
        .containsExactly(SHARD_0, "shardId-000000000001", SHARD_2);
    assertThat(shards.getFirst().hashKeyRange().startingHashKey()).isEqualTo("0");
    for (int i = 1; i < shards.size(); i++) {
      assertThat(new BigInteger(shards.get(i).hashKeyRange().startingHashKey()))
          .isEqualTo(
              new BigInteger(shards.get(i - 1).hashKeyRange().endingHashKey()).add(BigInteger.ONE));
    }
    assertThat(shards.getLast().hashKeyRange().endingHashKey())
        .isEqualTo("340282366920938463463374607431768211455");
    assertThat(shards.getFirst().sequenceNumberRange().startingSequenceNumber()).hasSize(56);
    assertThat(shards.getFirst().sequenceNumberRange().endingSequenceNumber()).isNull();
  }

  @Test
  void listsShardsByPages() {
    create(5);
    ListShardsResponse page = kinesis.listShards(r -> r.streamName("s").maxResults(2));
    assertThat(page.shards()).hasSize(2);
    String token = page.nextToken();
    page = kinesis.listShards(r -> r.nextToken(token).maxResults(3));
    assertThat(page.shards()).extracting(Shard::shardId).startsWith(SHARD_2).hasSize(3);
    assertThat(page.nextToken()).isNull();
    assertThatThrownBy(() -> kinesis.listShards(r -> r.streamName("s").nextToken(token)))
        .isInstanceOf(InvalidArgumentException.class);
    clock.advance(Duration.ofSeconds(301));
    assertThatThrownBy(() -> kinesis.listShards(r -> r.nextToken(token)))
        .isInstanceOf(ExpiredNextTokenException.class);
  }

  @Test
  void filtersShards() {
    create(3);
    for (ShardFilterType type :
        List.of(
            ShardFilterType.AT_LATEST,
            ShardFilterType.AT_TRIM_HORIZON,
            ShardFilterType.FROM_TRIM_HORIZON)) {
      assertThat(kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type(type))).shards())
          .hasSize(3);
    }
    assertThat(
            kinesis
                .listShards(r ->
                    r.streamName("s")
                        .shardFilter(
                            f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(clock.instant())))
                .shards())
        .hasSize(3);
    assertThat(
            kinesis
                .listShards(r ->
                    r.streamName("s")
                        .shardFilter(f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId(SHARD_0)))
                .shards())
        .hasSize(2);
    assertThat(kinesis.listShards(r -> r.streamName("s").exclusiveStartShardId(SHARD_2)).shards())
        .isEmpty();
    assertThatThrownBy(() ->
            kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type("AT_TIMESTAMP"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("shardFilter.timestamp");
    assertThatThrownBy(
            () -> kinesis.listShards(r -> r.streamName("s").shardFilter(f -> f.type("NEWEST"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'NEWEST' at 'shardFilter.type'");
  }

  @Test
  void describesAStreamByPages() {
    create(3);
    var page = kinesis.describeStream(r -> r.streamName("s").limit(2)).streamDescription();
    assertThat(page.shards()).hasSize(2);
    assertThat(page.hasMoreShards()).isTrue();
    page =
        kinesis
            .describeStream(r -> r.streamName("s").exclusiveStartShardId("shardId-000000000001"))
            .streamDescription();
    assertThat(page.shards()).extracting(Shard::shardId).containsExactly(SHARD_2);
    assertThat(page.hasMoreShards()).isFalse();
  }

  // --- puts

  /** The walkthrough: what was put comes back byte for byte. */
  @Test
  void givesBackWhatWasPut() {
    create(1);
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    clock.advance(Duration.ofMillis(1234));
    PutRecordResponse answer = put("client-1", "{ \"msg\": \"hello Amazon Kinesis\" }");
    GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(latest));
    Record record = page.records().getFirst();
    assertThat(record.data().asUtf8String()).isEqualTo("{ \"msg\": \"hello Amazon Kinesis\" }");
    assertThat(record.partitionKey()).isEqualTo("client-1");
    assertThat(record.sequenceNumber()).isEqualTo(answer.sequenceNumber()).hasSize(56);
    assertThat(record.approximateArrivalTimestamp()).isEqualTo(clock.instant());
    assertThat(page.millisBehindLatest()).isZero();
    assertThat(page.nextShardIterator()).isNotBlank();
  }

  @Test
  void keepsEveryByte() {
    create(1);
    byte[] bytes = new byte[1024 * 1024 - 1];
    new Random(7).nextBytes(bytes);
    kinesis.putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(bytes)));
    kinesis.putRecord(
        r -> r.streamName("s").partitionKey("ключ").data(SdkBytes.fromByteArray(new byte[0])));
    GetRecordsResponse page =
        kinesis.getRecords(r -> r.shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)));
    assertThat(page.records().getFirst().data().asByteArray()).isEqualTo(bytes);
    assertThat(page.records().getLast().data().asByteArray()).isEmpty();
    assertThat(page.records().getLast().partitionKey()).isEqualTo("ключ");
  }

  /** Expected shards come from Python's hashlib. */
  @Test
  void routesByMd5OfTheKey() {
    create(3);
    PutRecordsResponse answer =
        kinesis.putRecords(r ->
            r.streamName("s")
                .records(
                    entry("device-1", "1"),
                    entry("device-2", "2"),
                    entry("device-5", "5"),
                    entry("Zürich", "z"),
                    PutRecordsRequestEntry.builder()
                        .partitionKey("device-1")
                        .explicitHashKey("170141183460469231731687303715884105728")
                        .data(SdkBytes.fromUtf8String("middle"))
                        .build()));
    assertThat(answer.failedRecordCount()).isZero();
    assertThat(answer.records())
        .extracting(PutRecordsResultEntry::shardId)
        .containsExactly(SHARD_2, SHARD_0, SHARD_2, SHARD_0, "shardId-000000000001");
    assertThat(answer.records()).allSatisfy(r -> assertThat(r.errorCode()).isNull());
    assertThat(all(SHARD_0)).containsExactly("2", "z");
    assertThat(all("shardId-000000000001")).containsExactly("middle");
    assertThat(all(SHARD_2)).containsExactly("1", "5");
  }

  @Test
  void explicitHashKeysReachTheEdgesOfTheRange() {
    create(2);
    for (String[] edge :
        new String[][] {
          {"0", SHARD_0},
          {"170141183460469231731687303715884105727", SHARD_0},
          {"170141183460469231731687303715884105728", "shardId-000000000001"},
          {"340282366920938463463374607431768211455", "shardId-000000000001"}
        }) {
      PutRecordResponse answer =
          kinesis.putRecord(r ->
              r.streamName("s")
                  .partitionKey("k")
                  .explicitHashKey(edge[0])
                  .data(SdkBytes.fromUtf8String("x")));
      assertThat(answer.shardId()).isEqualTo(edge[1]);
    }
    assertThatThrownBy(() ->
            kinesis.putRecord(r ->
                r.streamName("s")
                    .partitionKey("k")
                    .explicitHashKey("340282366920938463463374607431768211456")
                    .data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("must be 0 to 340282366920938463463374607431768211455");
  }

  @Test
  void sequenceNumbersGrowWithinAShard() {
    create(1);
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, 500).mapToObj(i -> entry("k" + i, "d" + i)).toList();
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      kinesis
          .putRecords(r -> r.streamName("s").records(entries))
          .records()
          .forEach(r -> numbers.add(new BigInteger(r.sequenceNumber())));
    }
    assertThat(numbers).hasSize(1500).isSorted().doesNotHaveDuplicates();
    assertThat(all(SHARD_0)).hasSize(1500).startsWith("d0", "d1");
  }

  @Test
  void findsAStreamByItsArn() {
    create(1);
    String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    kinesis.putRecords(r -> r.streamARN(arn).records(entry("k", "by arn")));
    kinesis.putRecord(r ->
        r.streamARN(arn).streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("both")));
    assertThat(all(SHARD_0)).containsExactly("by arn", "both");
    assertThatThrownBy(() ->
            kinesis.describeStreamSummary(r -> r.streamARN(arn.replace("us-east", "eu-west"))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(arn);
    assertThatThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamARN(arn).streamName("t")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamARN("arn:aws:s3:::s")))
        .isInstanceOf(KinesisException.class);
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.records(entry("k", "x"))))
        .isInstanceOf(KinesisException.class);
  }

  @Test
  void refusesWrongPutsWhole() {
    create(1);
    List<PutRecordsRequestEntry> tooMany =
        IntStream.range(0, 501).mapToObj(i -> entry("k", "x")).toList();
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(tooMany)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("1 to 500");
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(List.of())))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(() ->
            kinesis.putRecords(r -> r.streamName("s").records(entry("k", "x"), entry("", "x"))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("records.2.member.partitionKey")
        .hasMessageContaining("1 to 256");
    assertThatThrownBy(() -> put("k".repeat(257), "x")).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> put("k", "x".repeat(1024 * 1024)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("1048577 bytes, must be at most 1048576");
    List<PutRecordsRequestEntry> tooLarge =
        IntStream.range(0, 11).mapToObj(i -> entry("k", "x".repeat(1000 * 1000))).toList();
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("s").records(tooLarge)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("must be at most 10485760");
    assertThatThrownBy(() -> kinesis.putRecords(r -> r.streamName("none").records(entry("k", "x"))))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(all(SHARD_0)).isEmpty();
  }

  @Test
  void countsUnicodeCharactersOfAKey() {
    create(1);
    put("😀".repeat(256), "x");
    assertThatThrownBy(() -> put("😀".repeat(257), "x")).isInstanceOf(ValidationException.class);
    assertThat(all(SHARD_0)).hasSize(1);
  }

  @Test
  void takesARequestOfTenMebibytes() {
    create(1);
    List<PutRecordsRequestEntry> full =
        IntStream.range(0, 10).mapToObj(i -> entry("k", "x".repeat(1024 * 1024 - 1))).toList();
    assertThat(kinesis.putRecords(r -> r.streamName("s").records(full)).failedRecordCount())
        .isZero();
    assertThat(all(SHARD_0)).hasSize(10);
  }

  // --- reads

  @Test
  void iteratorsOfAllTypes() {
    create(1);
    Instant before = clock.instant();
    put("k", "a");
    clock.advance(Duration.ofMillis(100));
    Instant between = clock.instant();
    String second = put("k", "b").sequenceNumber();
    clock.advance(Duration.ofMillis(100));
    put("k", "c");
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    put("k", "d");

    assertThat(all(SHARD_0)).containsExactly("a", "b", "c", "d");
    assertThat(read(latest)).containsExactly("d");
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName("s").shardId(SHARD_0);
    assertThat(
            read(
                iterator(
                    request
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(second))))
        .containsExactly("b", "c", "d");
    assertThat(read(iterator(request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER))))
        .containsExactly("c", "d");
    request.startingSequenceNumber(null).shardIteratorType(ShardIteratorType.AT_TIMESTAMP);
    assertThat(read(iterator(request.timestamp(between)))).containsExactly("b", "c", "d");
    assertThat(read(iterator(request.timestamp(between.plusMillis(1))))).containsExactly("c", "d");
    assertThat(read(iterator(request.timestamp(before.minusSeconds(3600)))))
        .containsExactly("a", "b", "c", "d");
    assertThatThrownBy(() -> iterator(request.timestamp(clock.instant().plusSeconds(1))))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void theStartOfAShardIsAPlaceToStart() {
    create(1);
    put("k", "a");
    String start =
        kinesis
            .listShards(r -> r.streamName("s"))
            .shards()
            .getFirst()
            .sequenceNumberRange()
            .startingSequenceNumber();
    assertThat(
            read(
                iterator(
                    GetShardIteratorRequest.builder()
                        .streamName("s")
                        .shardId(SHARD_0)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(start))))
        .containsExactly("a");
  }

  @Test
  void refusesWrongIterators() {
    create(1);
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName("s").shardId(SHARD_0);
    assertThatThrownBy(() ->
            iterator(
                request
                    .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber("123")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("123");
    assertThatThrownBy(() -> iterator(request.startingSequenceNumber(null)))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> iterator(request.shardIteratorType("OLDEST")))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("OLDEST");
    assertThatThrownBy(() -> iterator("shardId-000000000001", ShardIteratorType.LATEST))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("shardId-000000000001");
  }

  @Test
  void readsByPages() {
    create(1);
    for (int i = 0; i < 5; i++) {
      put("k", "d" + i);
      clock.advance(Duration.ofMillis(10));
    }
    String first = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    GetRecordsResponse page = kinesis.getRecords(r -> r.shardIterator(first).limit(2));
    assertThat(texts(page)).containsExactly("d0", "d1");
    assertThat(page.millisBehindLatest()).isEqualTo(30);
    String second = page.nextShardIterator();
    page = kinesis.getRecords(r -> r.shardIterator(second).limit(10_000));
    assertThat(texts(page)).containsExactly("d2", "d3", "d4");
    assertThat(page.millisBehindLatest()).isZero();
    // An iterator can be used again, and reads the same.
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(first).limit(1))))
        .containsExactly("d0");
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(first).limit(10_001)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("'10001' at 'limit'");
  }

  @Test
  void iteratorsExpireAfterFiveMinutes() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.LATEST);
    clock.advance(Duration.ofMinutes(5));
    String next = kinesis.getRecords(r -> r.shardIterator(iterator)).nextShardIterator();
    clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> read(iterator)).isInstanceOf(ExpiredIteratorException.class);
    assertThat(read(next)).isEmpty();
  }

  @Test
  void tellsAMadeUpIterator() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.LATEST);
    char other = iterator.charAt(20) == 'A' ? 'B' : 'A';
    String tampered = iterator.substring(0, 20) + other + iterator.substring(21);
    for (String wrong : List.of(tampered, "AAAA", "not base64!", iterator + "A")) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(InvalidArgumentException.class);
    }
  }

  @Test
  void anIteratorDoesNotOutliveItsStream() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.LATEST);
    kinesis.deleteStream(r -> r.streamName("s"));
    create(1);
    assertThatThrownBy(() -> read(iterator)).isInstanceOf(ResourceNotFoundException.class);
  }

  // --- the server

  @Test
  void answersUnknownOperationsAsAwsDoes() {
    create(1);
    assertThatThrownBy(() -> kinesis.listTagsForStream(r -> r.streamName("s")))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.requestId()).hasSize(36);
            });
  }

  @Test
  void namesThePortInUse() {
    LocalKinesisSettings same =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    try (LocalKinesis second = new LocalKinesis(same, clock, new Random(2))) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + server.port() + " is in use");
    }
  }

  @Test
  void createsAStreamOnce() {
    create(2);
    create(5);
    assertThat(kinesis.listShards(r -> r.streamName("s")).shards()).hasSize(2);
    assertThatThrownBy(() -> server.createStream("a b", 1)).hasMessageContaining("'a b'");
    assertThatThrownBy(() -> server.createStream("t", 0)).hasMessageContaining("1 to 1000");
  }
}
