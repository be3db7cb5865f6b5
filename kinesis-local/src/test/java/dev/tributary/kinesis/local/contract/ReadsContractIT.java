package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.Await;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Iterators and GetRecords. */
final class ReadsContractIT extends ContractFixture {
  private static final BigInteger MIDDLE = HASHES.shiftRight(1);

  @Test
  void iteratorsAtPlaces() {
    create(1);
    put("k", "a");
    String second = put("k", "b").sequenceNumber();
    put("k", "c");
    String latest = iterator(SHARD_0, ShardIteratorType.LATEST);
    put("k", "d");
    assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)))
        .containsExactly("a", "b", "c", "d");
    assertThat(read(latest)).containsExactly("d");
    assertThat(read(at(ShardIteratorType.AT_SEQUENCE_NUMBER, second)))
        .containsExactly("b", "c", "d");
    assertThat(read(at(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second))).containsExactly("c", "d");
  }

  private String at(ShardIteratorType type, String number) {
    return iterator(SHARD_0, r -> r.shardIteratorType(type).startingSequenceNumber(number));
  }

  @Test
  void iteratorsAtTimes() {
    create(1);
    put("k", "a");
    Instant first = arrival("a");
    // The next record comes in a later millisecond.
    Await.until("the clock goes on", () -> Instant.now().isAfter(first.plusMillis(2)));
    put("k", "b");
    assertThat(read(at(first))).containsExactly("a", "b");
    assertThat(read(at(first.plusMillis(1)))).containsExactly("b");
    assertThat(read(at(first.minus(Duration.ofHours(1))))).containsExactly("a", "b");
  }

  private Instant arrival(String text) {
    return page(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).records().stream()
        .filter(record -> record.data().asUtf8String().equals(text))
        .findAny()
        .orElseThrow()
        .approximateArrivalTimestamp();
  }

  private String at(Instant time) {
    return iterator(
        SHARD_0, r -> r.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time));
  }

  @Test
  @Differs(Difference.TIME_TO_COME)
  void aTimeToComeIsRefused() {
    create(1);
    Instant later = Instant.now().plusSeconds(60);
    either(
        Difference.TIME_TO_COME,
        () -> refused("InvalidArgumentException", () -> at(later)),
        () -> assertThat(at(later)).isNotEmpty());
  }

  @Test
  void pagesFollowEachOther() {
    create(1);
    for (int i = 0; i < 5; i++) {
      put("k", "d" + i);
    }
    GetRecordsResponse first = page(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON), 2);
    assertThat(texts(first.records())).containsExactly("d0", "d1");
    GetRecordsResponse second = page(first.nextShardIterator(), 10_000);
    assertThat(texts(second.records())).containsExactly("d2", "d3", "d4");
    assertThat(second.millisBehindLatest()).isZero();
    GetRecordsResponse third = page(second.nextShardIterator());
    assertThat(third.records()).isEmpty();
    assertThat(third.nextShardIterator()).isNotNull();
    put("k", "d5");
    assertThat(read(third.nextShardIterator())).containsExactly("d5");
  }

  @Test
  void aReaderKnowsHowFarItIsBehind() {
    create(1);
    put("k", "a");
    Instant first = arrival("a");
    Await.until("the clock goes on", () -> Instant.now().isAfter(first.plusMillis(20)));
    put("k", "b");
    assertThat(page(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON), 1).millisBehindLatest())
        .isPositive();
  }

  @Test
  @Differs(Difference.VALIDATION)
  void limitsHaveBounds() {
    create(1);
    String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
    invalid(() -> kinesis.getRecords(r -> r.shardIterator(iterator).limit(10_001)));
    invalid(() -> kinesis.getRecords(r -> r.shardIterator(iterator).limit(0)));
  }

  @Test
  @Differs(Difference.MADE_UP_ITERATOR)
  void aMadeUpIteratorIsRefused() {
    ThrowingCallable call = () -> kinesis.getRecords(r -> r.shardIterator("no iterator at all"));
    either(
        Difference.MADE_UP_ITERATOR,
        () -> refused("InvalidArgumentException", call),
        () ->
            assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                    AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(500)));
  }

  @Test
  @Differs({Difference.VALIDATION, Difference.ENUMERATION})
  void wrongIteratorsAreRefused() {
    create(1);
    refused("ResourceNotFoundException", () -> iterator(SHARD_1, ShardIteratorType.TRIM_HORIZON));
    refused(
        "InvalidArgumentException",
        () -> iterator(SHARD_0, r -> r.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)));
    refused(
        "InvalidArgumentException",
        () -> iterator(SHARD_0, r -> r.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)));
    ThrowingCallable oldest = () -> iterator(SHARD_0, r -> r.shardIteratorType("OLDEST"));
    either(
        Difference.ENUMERATION,
        () -> refused("ValidationException", oldest),
        () -> refused("SerializationException", oldest));
    invalid(() -> iterator("x y", ShardIteratorType.TRIM_HORIZON));
  }

  @Test
  @Differs(Difference.FOREIGN_NUMBER)
  void aNumberOfAnotherShardIsRefused() {
    create(2);
    PutRecordResponse put = put(HASHES.subtract(BigInteger.ONE), "v");
    assertThat(put.shardId()).isEqualTo(SHARD_1);
    ThrowingCallable call = () -> at(ShardIteratorType.AT_SEQUENCE_NUMBER, put.sequenceNumber());
    either(Difference.FOREIGN_NUMBER, () -> refused("InvalidArgumentException", call), call);
  }

  @Test
  void atItsEndAShardNamesItsChildren() {
    create(1);
    put("k", "before");
    split(SHARD_0, MIDDLE);
    GetRecordsResponse end = end(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON));
    assertThat(end.nextShardIterator()).isNull();
    assertThat(end.childShards())
        .extracting(ChildShard::shardId)
        .containsExactlyInAnyOrder(SHARD_1, SHARD_2);
    assertThat(end.childShards())
        .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(SHARD_0));
    assertThat(end.childShards())
        .allSatisfy(child ->
            assertThat(child.hashKeyRange()).isEqualTo(shard(child.shardId()).hashKeyRange()));
    put(BigInteger.ZERO, "after");
    assertThat(all(SHARD_1)).containsExactly("after");
  }

  private GetRecordsResponse end(String from) {
    String iterator = from;
    for (int i = 0; i < 4; i++) {
      GetRecordsResponse page = page(iterator);
      if (page.nextShardIterator() == null) {
        return page;
      }
      iterator = page.nextShardIterator();
    }
    throw new AssertionError("the shard does not end");
  }

  @Test
  void aMergedShardNamesBothParents() {
    create(2);
    put(BigInteger.ZERO, "before");
    merge(SHARD_0, SHARD_1);
    List<ChildShard> children =
        end(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)).childShards();
    assertThat(children).hasSize(1);
    assertThat(children.getFirst().shardId()).isEqualTo(SHARD_2);
    assertThat(children.getFirst().parentShards()).containsExactlyInAnyOrder(SHARD_0, SHARD_1);
  }

  @Test
  void aPageIsAskedForByArnToo() {
    create(1);
    put("k", "v");
    String arn = arn();
    String iterator =
        kinesis
            .getShardIterator(r ->
                r.streamARN(arn).shardId(SHARD_0).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    GetRecordsResponse page =
        patiently(() -> kinesis.getRecords(r -> r.streamARN(arn).shardIterator(iterator)));
    assertThat(texts(page.records())).containsExactly("v");
    assertThat(Optional.ofNullable(page.nextShardIterator())).isPresent();
  }
}
