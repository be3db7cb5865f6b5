package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * SubscribeToShard through the AWS SDK's async client, as KCL uses it. It speaks JSON here even
 * where all else is CBOR; for that see {@link SubscribeCborIT}.
 */
@ExtendWith(LeakCheck.class)
@ParameterizedClass(name = "{0} tls={1}")
@CsvSource({"HTTP1_1,false", "HTTP2,false", "HTTP2,true"})
final class SubscribeIT {
  private static final String SHARD = "shardId-000000000000";
  private static final long PATIENCE_SECONDS = 60;

  /** 2 MiB a second for each consumer of a shard, as AWS has it. */
  private static final KinesisLimits ONLY_CONSUMERS =
      new KinesisLimits(0, 0, 0, 0, KinesisLimits.AWS.consumerReadBytesPerSecond(), false, 0);

  private final Protocol protocol;
  private final boolean tls;
  private final TestClock clock = new TestClock(Instant.now());
  private LocalKinesis server;
  private KinesisAsyncClient kinesis;
  private String consumer;

  SubscribeIT(Protocol protocol, boolean tls) {
    this.protocol = protocol;
    this.tls = tls;
  }

  /** A subscription as a test sees it. */
  private static final class Subscriber {
    private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
    private CompletableFuture<Void> end;

    SubscribeToShardEvent next() throws InterruptedException {
      SubscribeToShardEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event;
    }

    /** Until as many records came; empty events are skipped. */
    List<String> records(int count) throws InterruptedException {
      List<String> records = new ArrayList<>();
      while (records.size() < count) {
        for (Record record : next().records()) {
          records.add(record.data().asUtf8String());
        }
      }
      return records;
    }

    void awaitEnd() throws Exception {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        new LocalKinesis(
            LocalKinesisSettings.defaults()
                .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withTls(tls)
                .withLimits(ONLY_CONSUMERS),
            clock,
            new Random(1));
    server.start();
    server.createStream("s", 1);
    kinesis = AsyncClients.connect(server.port(), protocol, tls);
    consumer = register("c");
  }

  private String register(String name) {
    return kinesis
        .registerStreamConsumer(r -> r.streamARN(arn()).consumerName(name))
        .join()
        .consumer()
        .consumerARN();
  }

  private String arn() {
    return kinesis
        .describeStreamSummary(r -> r.streamName("s"))
        .join()
        .streamDescriptionSummary()
        .streamARN();
  }

  @AfterEach
  void stop() {
    kinesis.close();
    server.close();
  }

  private Subscriber subscribe(StartingPosition position) {
    return subscribe(consumer, position);
  }

  private Subscriber subscribe(String consumerArn, StartingPosition position) {
    Subscriber subscriber = new Subscriber();
    subscriber.end =
        kinesis.subscribeToShard(
            r -> r.consumerARN(consumerArn).shardId(SHARD).startingPosition(position),
            SubscribeToShardResponseHandler.builder()
                .subscriber(
                    SubscribeToShardResponseHandler.Visitor.builder()
                        .onSubscribeToShardEvent(subscriber.events::add)
                        .build())
                .build());
    return subscriber;
  }

  private static StartingPosition from(ShardIteratorType type) {
    return StartingPosition.builder().type(type).build();
  }

  private static StartingPosition from(ShardIteratorType type, String number) {
    return StartingPosition.builder().type(type).sequenceNumber(number).build();
  }

  private String put(String data) {
    return kinesis
        .putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(data)))
        .join()
        .sequenceNumber();
  }

  @Test
  void pushesWhatWasThereAndWhatComes() throws Exception {
    put("before");
    Subscriber subscriber = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    assertThat(subscriber.records(1)).containsExactly("before");
    for (int i = 0; i < 20; i++) {
      put("r" + i);
      assertThat(subscriber.records(1)).containsExactly("r" + i);
    }
  }

  @Test
  void startsAtEveryPosition() throws Exception {
    put("a");
    clock.advance(Duration.ofSeconds(10));
    Instant second = clock.instant();
    String number = put("b");
    put("c");
    Subscriber at = subscribe(from(ShardIteratorType.AT_SEQUENCE_NUMBER, number));
    assertThat(at.records(2)).containsExactly("b", "c");
    clock.advance(Duration.ofSeconds(6));
    Subscriber after = subscribe(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, number));
    assertThat(after.records(1)).containsExactly("c");
    clock.advance(Duration.ofSeconds(6));
    Subscriber since =
        subscribe(
            StartingPosition.builder()
                .type(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(second)
                .build());
    assertThat(since.records(2)).containsExactly("b", "c");
    clock.advance(Duration.ofSeconds(6));
    Subscriber latest = subscribe(from(ShardIteratorType.LATEST));
    assertThat(latest.next().records()).isEmpty();
    put("d");
    assertThat(latest.records(1)).containsExactly("d");
  }

  @Test
  void goesOnFromTheContinuationNumberEvenOfAnEmptyEvent() throws Exception {
    put("a");
    Subscriber first = subscribe(from(ShardIteratorType.LATEST));
    SubscribeToShardEvent empty = first.next();
    assertThat(empty.records()).isEmpty();
    assertThat(empty.millisBehindLatest()).isZero();
    put("b");
    clock.advance(Duration.ofSeconds(6));
    Subscriber second =
        subscribe(
            from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, empty.continuationSequenceNumber()));
    assertThat(second.records(1)).containsExactly("b");
  }

  @Test
  void sendsEmptyEventsWhileNothingComes() throws Exception {
    Subscriber subscriber = subscribe(from(ShardIteratorType.LATEST));
    for (int i = 0; i < 5; i++) {
      assertThat(subscriber.next().records()).isEmpty();
      clock.advance(Duration.ofSeconds(5));
    }
  }

  @Test
  void endsAfterFiveMinutes() throws Exception {
    Subscriber subscriber = subscribe(from(ShardIteratorType.LATEST));
    assertThat(subscriber.next().records()).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    subscriber.awaitEnd();
  }

  @Test
  void endsWithTheChildrenOfASplitShard() throws Exception {
    put("a");
    Subscriber subscriber = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    assertThat(subscriber.records(1)).containsExactly("a");
    kinesis
        .splitShard(r -> r.streamName("s").shardToSplit(SHARD).newStartingHashKey("1000"))
        .join();
    SubscribeToShardEvent last = subscriber.next();
    while (!last.hasChildShards()) {
      last = subscriber.next();
    }
    assertThat(last.continuationSequenceNumber()).isNull();
    assertThat(last.childShards())
        .extracting(ChildShard::shardId)
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(last.childShards())
        .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(SHARD));
    subscriber.awaitEnd();
  }

  @Test
  void isTakenOverAfterFiveSeconds() throws Exception {
    Subscriber first = subscribe(from(ShardIteratorType.LATEST));
    assertThat(first.next().records()).isEmpty();
    clock.advance(Duration.ofMillis(4999));
    assertThatThrownBy(subscribe(from(ShardIteratorType.LATEST))::awaitEnd)
        .hasCauseInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            "Another active subscription exists for this consumer: 000000000000:s:" + SHARD + ":c");
    clock.advance(Duration.ofMillis(1));
    Subscriber second = subscribe(from(ShardIteratorType.LATEST));
    assertThat(second.next().records()).isEmpty();
    assertThatThrownBy(first::awaitEnd).hasCauseInstanceOf(ResourceInUseException.class);
    put("x");
    assertThat(second.records(1)).containsExactly("x");
  }

  @Test
  void refusesConsumersThatAreNotThere() {
    String other = consumer.replace("/c:", "/d:");
    assertThatThrownBy(subscribe(other, from(ShardIteratorType.LATEST))::awaitEnd)
        .hasCauseInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Consumer d under stream s not found");
  }

  @Test
  void endsWhenItsStreamIsGone() throws Exception {
    Subscriber one = subscribe(from(ShardIteratorType.LATEST));
    assertThat(one.next().records()).isEmpty();
    kinesis.deleteStream(r -> r.streamName("s").enforceConsumerDeletion(true)).join();
    assertThatThrownBy(one::awaitEnd).hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void endsWhenItsConsumerIsGone() throws Exception {
    Subscriber one = subscribe(from(ShardIteratorType.LATEST));
    assertThat(one.next().records()).isEmpty();
    kinesis.deregisterStreamConsumer(r -> r.consumerARN(consumer)).join();
    assertThatThrownBy(one::awaitEnd).hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void anEventHasAllItsMembers() throws Exception {
    put("a");
    Subscriber subscriber = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    SubscribeToShardEvent event = subscriber.next();
    assertThat(event.millisBehindLatest()).isZero();
    assertThat(event.continuationSequenceNumber()).hasSize(56);
    assertThat(event.hasChildShards()).isFalse();
    Record record = event.records().getFirst();
    assertThat(record.sequenceNumber()).isEqualTo(event.continuationSequenceNumber());
    assertThat(record.partitionKey()).isEqualTo("k");
    assertThat(record.approximateArrivalTimestamp())
        .isEqualTo(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** A new call "to continue to receive data": from the last continuation number on. */
  @Test
  void isRenewedAfterFiveMinutesWithoutAGap() throws Exception {
    put("a");
    Subscriber first = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    SubscribeToShardEvent last = first.next();
    assertThat(last.records()).hasSize(1);
    clock.advance(Duration.ofMinutes(5));
    first.awaitEnd();
    put("b");
    Subscriber second =
        subscribe(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, last.continuationSequenceNumber()));
    assertThat(second.records(1)).containsExactly("b");
  }

  /** 2 MiB a second each: what an event had is paid for before the next one comes. */
  @Test
  void eachConsumerOfAShardHasItsOwnPace() throws Exception {
    String megabyte = "m".repeat(1024 * 1024 - 1);
    for (int i = 0; i < 4; i++) {
      put(megabyte);
    }
    Subscriber one = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    assertThat(one.next().records()).hasSize(1);
    Subscriber other = subscribe(register("d"), from(ShardIteratorType.TRIM_HORIZON));
    assertThat(other.next().records()).hasSize(1);
    clock.advance(Duration.ofMillis(499));
    // A third subscription is served meanwhile, so that both of these were asked again.
    Subscriber third = subscribe(register("e"), from(ShardIteratorType.LATEST));
    assertThat(third.next().records()).isEmpty();
    assertThat(one.events).isEmpty();
    assertThat(other.events).isEmpty();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMillis(500));
      assertThat(one.next().records()).hasSize(1);
      assertThat(other.next().records()).hasSize(1);
    }
    assertThat(one.events).isEmpty();
  }

  @Test
  void carriesMoreThanAnEventHolds() throws Exception {
    String megabyte = "m".repeat(900_000);
    for (int i = 0; i < 12; i++) {
      put(megabyte + i);
    }
    Subscriber subscriber = subscribe(from(ShardIteratorType.TRIM_HORIZON));
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      records.addAll(subscriber.records(1));
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(records).hasSize(12);
    assertThat(records.getLast().getBytes(StandardCharsets.UTF_8)).hasSize(900_002);
  }
}
