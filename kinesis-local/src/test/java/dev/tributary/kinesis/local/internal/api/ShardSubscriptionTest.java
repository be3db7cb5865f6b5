package dev.tributary.kinesis.local.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tributary.kinesis.local.internal.store.HashKey;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.StoreBudget;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import dev.tributary.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a subscription says and when, by a clock of the test, in both encodings. */
@ParameterizedClass
@EnumSource(Encoding.class)
final class ShardSubscriptionTest {
  private static final int MIB = 1024 * 1024;

  /** Kinesis limit: of a consumer and shard. */
  private static final long PACE = 2 * MIB;

  private static final long NO_LIMIT = 0;
  private static final Refusal TAKEN_OVER =
      new Refusal(400, "ResourceInUseException", "another is there");

  private final Encoding encoding;
  private final TestClock clock = new TestClock();
  private final StreamDirectory directory =
      new StreamDirectory(
          "arn:", Duration.ofHours(24), Duration.ZERO, new StoreBudget(64 * MIB), clock, 1);
  private final Stream stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();
  private final Shard shard = stream.shards().getFirst();
  private Optional<Refusal> ended = Optional.empty();
  private JsonNode event;

  ShardSubscriptionTest(Encoding encoding) {
    this.encoding = encoding;
  }

  private ShardSubscription subscription(long bytesPerSecond) {
    return new ShardSubscription(
        new ShardSubscription.Source(shard, encoding, bytesPerSecond, () -> ended),
        shard.oldestPosition(),
        TAKEN_OVER,
        new Codecs(),
        clock);
  }

  /** With a partition key of one byte. */
  private String put(int bytes) {
    return stream
        .append(HashKey.MIN, "k", new byte[bytes - 1], clock.millis())
        .orElseThrow()
        .sequenceNumber();
  }

  private Subscription.Step next(Subscription subscription) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Subscription.Step step = subscription.next(out);
    ObjectMapper mapper =
        encoding == Encoding.CBOR ? new ObjectMapper(new CBORFactory()) : new ObjectMapper();
    event = mapper.readTree(out.toByteArray());
    return step;
  }

  private void assertEvent(Subscription subscription, int records) throws IOException {
    assertThat(next(subscription)).isEqualTo(Subscription.Step.EVENT);
    assertThat(event.get("Records")).hasSize(records);
  }

  private void assertNothing(Subscription subscription) throws IOException {
    assertThat(next(subscription)).isEqualTo(Subscription.Step.NOTHING);
    assertThat(event.isMissingNode()).isTrue();
  }

  // --- pace

  @Test
  void anEventIsPaidForBeforeTheNext() throws IOException {
    for (int i = 0; i < 4; i++) {
      put(MIB / 2);
    }
    ShardSubscription subscription = subscription(PACE);
    assertEvent(subscription, 2);
    clock.advance(Duration.ofMillis(499));
    assertNothing(subscription);
    clock.advance(Duration.ofMillis(1));
    assertEvent(subscription, 2);
    assertNothing(subscription);
  }

  @Test
  void aSecondHasTwoMegabytesHoweverSmallTheRecords() throws IOException {
    for (int i = 0; i < 6 * 1024; i++) {
      put(1024);
    }
    ShardSubscription subscription = subscription(PACE);
    long last = clock.millis() + 1999;
    int came = 0;
    while (clock.millis() <= last) {
      if (next(subscription) == Subscription.Step.EVENT) {
        came += event.get("Records").size();
      }
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(came).isBetween(4 * 1024, 4 * 1024 + 1024);
  }

  @Test
  void aRecordThatIsLargerThanAnEventComesAloneAndTakesItsTime() throws IOException {
    put(10 * MIB);
    put(1);
    ShardSubscription subscription = subscription(PACE);
    assertEvent(subscription, 1);
    clock.advance(Duration.ofMillis(4999));
    assertNothing(subscription);
    clock.advance(Duration.ofMillis(1));
    assertEvent(subscription, 1);
  }

  @Test
  void consumersDoNotShareTheirPace() throws IOException {
    put(MIB);
    put(MIB);
    ShardSubscription one = subscription(PACE);
    ShardSubscription other = subscription(PACE);
    assertEvent(one, 1);
    assertEvent(other, 1);
    assertNothing(one);
    clock.advance(Duration.ofMillis(500));
    assertEvent(one, 1);
    assertEvent(other, 1);
  }

  @Test
  void withoutALimitAllComesAtOnce() throws IOException {
    for (int i = 0; i < 5; i++) {
      put(MIB);
    }
    ShardSubscription subscription = subscription(NO_LIMIT);
    for (int i = 0; i < 5; i++) {
      assertEvent(subscription, 1);
    }
    assertNothing(subscription);
  }

  // --- what an event says

  @Test
  void eachEventSaysWhereToGoOn() throws IOException {
    ShardSubscription subscription = subscription(NO_LIMIT);
    assertEvent(subscription, 0);
    assertThat(continuation()).isEqualTo(shard.startingSequenceNumber());
    String first = put(10);
    assertEvent(subscription, 1);
    assertThat(continuation()).isEqualTo(first);
    clock.advance(Duration.ofSeconds(5));
    assertEvent(subscription, 0);
    assertThat(continuation()).isEqualTo(first);
    assertThat(event.has("ChildShards")).isFalse();
  }

  private String continuation() {
    return event.get("ContinuationSequenceNumber").asText();
  }

  @Test
  void eachEventSaysHowFarBehindItIs() throws IOException {
    put(MIB);
    put(MIB);
    clock.advance(Duration.ofSeconds(7));
    ShardSubscription subscription = subscription(NO_LIMIT);
    assertEvent(subscription, 1);
    assertThat(event.get("MillisBehindLatest").asLong()).isEqualTo(7000);
    assertEvent(subscription, 1);
    assertThat(event.get("MillisBehindLatest").asLong()).isZero();
  }

  @Test
  void silenceIsBrokenEveryFiveSeconds() throws IOException {
    ShardSubscription subscription = subscription(PACE);
    assertEvent(subscription, 0);
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMillis(4999));
      assertNothing(subscription);
      clock.advance(Duration.ofMillis(1));
      assertEvent(subscription, 0);
    }
  }

  // --- its end

  @Test
  void theLastEventNamesTheChildrenAndNothingToGoOnFrom() throws IOException {
    put(MIB);
    put(MIB);
    ShardSubscription subscription = subscription(NO_LIMIT);
    assertThat(directory.split(stream, shard, new HashKey(1, 0))).isTrue();
    assertEvent(subscription, 1);
    assertThat(event.has("ChildShards")).isFalse();
    assertThat(next(subscription)).isEqualTo(Subscription.Step.LAST_EVENT);
    assertThat(event.get("Records")).hasSize(1);
    assertThat(event.has("ContinuationSequenceNumber")).isFalse();
    List<JsonNode> children = event.get("ChildShards").valueStream().toList();
    assertThat(children)
        .extracting(child -> child.get("ShardId").asText())
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    assertThat(children)
        .allSatisfy(child -> {
          assertThat(child.get("ParentShards")).hasSize(1);
          assertThat(child.get("ParentShards").get(0).asText()).isEqualTo(shard.id());
        });
    assertThat(children.getFirst().get("HashKeyRange").get("StartingHashKey").asText())
        .isEqualTo("0");
  }

  @Test
  void theChildOfAMergeHasBothParents() throws IOException {
    assertThat(directory.split(stream, shard, new HashKey(1, 0))).isTrue();
    List<Shard> open = stream.shards().subList(1, 3);
    assertThat(directory.merge(stream, open.getFirst(), open.getLast())).isTrue();
    for (Shard parent : open) {
      ShardSubscription subscription =
          new ShardSubscription(
              new ShardSubscription.Source(parent, encoding, PACE, () -> ended),
              parent.oldestPosition(),
              TAKEN_OVER,
              new Codecs(),
              clock);
      assertThat(next(subscription)).isEqualTo(Subscription.Step.LAST_EVENT);
      assertThat(event.get("ChildShards")).hasSize(1);
      assertThat(event.get("ChildShards").get(0).get("ParentShards").valueStream())
          .extracting(JsonNode::asText)
          .containsExactly(open.getFirst().id(), open.getLast().id());
    }
  }

  @Test
  void itLastsFiveMinutes() throws IOException {
    ShardSubscription subscription = subscription(PACE);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertEvent(subscription, 0);
    assertThat(subscription.isOver()).isFalse();
    put(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(subscription.isOver()).isTrue();
    assertThat(next(subscription)).isEqualTo(Subscription.Step.END);
  }

  @Test
  void itEndsInTimeAlsoWhileItIsPaying() throws IOException {
    ShardSubscription subscription = subscription(PACE);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    put(10 * MIB);
    assertEvent(subscription, 1);
    clock.advance(Duration.ofMillis(1));
    assertThat(next(subscription)).isEqualTo(Subscription.Step.END);
  }

  @Test
  void whoeverIsTakenOverHearsOfIt() throws IOException {
    ShardSubscription subscription = subscription(PACE);
    boolean[] woken = {false};
    subscription.onWake(() -> woken[0] = true);
    subscription.takenOver();
    assertThat(woken).isEqualTo(new boolean[] {true});
    assertFails(subscription, TAKEN_OVER);
    subscription.close();
  }

  @Test
  void whatItReadsFromMayBeGone() throws IOException {
    ShardSubscription subscription = subscription(PACE);
    assertEvent(subscription, 0);
    ended = Optional.of(new Refusal(400, "ResourceNotFoundException", "it is gone"));
    assertFails(subscription, ended.get());
  }

  private void assertFails(Subscription subscription, Refusal refusal) throws IOException {
    assertThat(next(subscription)).isEqualTo(Subscription.Step.EXCEPTION);
    assertThat(subscription.exception()).isEqualTo(refusal.type());
    assertThat(event.get("message").asText()).isEqualTo(refusal.message());
  }

  // --- one for each consumer and shard

  @Test
  void anotherMayBeginAfterFiveSeconds() {
    SubscribeRegister register = new SubscribeRegister();
    SubscribeRegister.Key key = new SubscribeRegister.Key("c", shard.id());
    ShardSubscription first = subscription(PACE);
    assertThat(register.begin(key, first, clock.millis())).isTrue();
    clock.advance(Duration.ofMillis(4999));
    assertThat(register.begin(key, subscription(PACE), clock.millis())).isFalse();
    assertThat(first.isOver()).isFalse();
    first.close(); // and that does not change it
    assertThat(register.begin(key, subscription(PACE), clock.millis())).isFalse();
    for (SubscribeRegister.Key other :
        Arrays.asList(
            new SubscribeRegister.Key("d", shard.id()),
            new SubscribeRegister.Key("c", "shardId-000000000001"))) {
      assertThat(register.begin(other, subscription(PACE), clock.millis())).isTrue();
    }
    clock.advance(Duration.ofMillis(1));
    assertThat(register.begin(key, subscription(PACE), clock.millis())).isTrue();
  }

  @Test
  void theOlderOneIsOverWhenAnotherBegins() {
    SubscribeRegister register = new SubscribeRegister();
    SubscribeRegister.Key key = new SubscribeRegister.Key("c", shard.id());
    ShardSubscription first = subscription(PACE);
    assertThat(register.begin(key, first, clock.millis())).isTrue();
    clock.advance(Duration.ofSeconds(5));
    assertThat(register.begin(key, subscription(PACE), clock.millis())).isTrue();
    assertThat(first.isOver()).isTrue();
  }
}
