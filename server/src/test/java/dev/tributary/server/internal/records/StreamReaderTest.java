package dev.tributary.server.internal.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class StreamReaderTest {

  private static final StartingPoint TRIM = new StartingPoint.TrimHorizon();

  private final FakeStream kinesis = new FakeStream();
  private final List<String> notices = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(100_000);

  private StreamReader reader(StartingPoint from, boolean follow, @Nullable String shard) {
    return new StreamReader(
        kinesis,
        new StreamReader.Request("s", shard, from, follow),
        () -> now,
        new Random(1),
        notices::add);
  }

  /** What a number of turns give, with the pauses that are asked for between them. */
  private List<String> read(StreamReader reader, int turns) throws NoSuchShardException {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < turns && !reader.isDone(); i++) {
      reader.next().forEach(record -> read.add(new String(record.data(), UTF_8)));
      now = now.plus(reader.pause());
    }
    return read;
  }

  private List<String> readAll(StartingPoint from) throws NoSuchShardException {
    StreamReader reader = reader(from, false, null);
    List<String> read = read(reader, 1_000);
    assertThat(reader.isDone()).isTrue();
    return read;
  }

  private static ProvisionedThroughputExceededException throttled() {
    return ProvisionedThroughputExceededException.builder()
        .message("Rate exceeded for shard")
        .statusCode(400)
        .build();
  }

  @Test
  void anEmptyStreamIsDoneAtOnce() throws NoSuchShardException {
    kinesis.shard("a");
    assertThat(readAll(TRIM)).isEmpty();
    assertThat(kinesis.reads()).isEqualTo(1);
  }

  @Test
  void shardsAreMergedByArrivalThoughOneHasManyPages() throws NoSuchShardException {
    kinesis.shard("a").shard("b").shard("c");
    for (int i = 0; i < 10; i++) {
      kinesis.put("a", "a" + i, 10L * i);
    }
    kinesis.put("b", "b", 55).put("c", "c", 0);
    assertThat(readAll(TRIM))
        .containsExactly("a0", "c", "a1", "a2", "a3", "a4", "a5", "b", "a6", "a7", "a8", "a9");
  }

  @Test
  void parentsComeBeforeChildrenWhateverTheirTimesSay() throws NoSuchShardException {
    kinesis.shard("a").shard("b", "a").shard("c", "a").shard("d", "b", "c");
    kinesis.put("a", "1", 50).put("a", "2", 60).put("a", "3", 70);
    kinesis.put("b", "4", 10).put("c", "5", 20).put("d", "6", 5);
    kinesis.close("a").close("b").close("c");
    assertThat(readAll(TRIM)).containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void aClosedShardIsReadToItsEndThoughItIsAtItsTip() throws NoSuchShardException {
    kinesis.shard("a").shard("b", "a").put("b", "child", 1).close("a");
    assertThat(readAll(TRIM)).containsExactly("child");
  }

  @Test
  void aParentThatIsGoneHoldsNobodyUp() throws NoSuchShardException {
    kinesis.shard("b", "gone").put("b", "1", 1);
    assertThat(readAll(TRIM)).containsExactly("1");
  }

  @Test
  void childrenAreFoundWhileFollowing() throws NoSuchShardException {
    kinesis.shard("a").put("a", "1", 1);
    StreamReader reader = reader(TRIM, true, null);
    assertThat(read(reader, 5)).containsExactly("1");

    kinesis.put("a", "2", 2).close("a").shard("b", "a").shard("c", "a");
    kinesis.put("b", "3", 3).put("c", "4", 4);
    assertThat(read(reader, 5)).containsExactly("2", "3", "4");

    kinesis.put("c", "6", 6).put("b", "5", 5);
    assertThat(read(reader, 3)).containsExactly("5", "6");
    assertThat(reader.isDone()).isFalse();
  }

  @Test
  void latestLeavesOutWhatIsThereButNotWhatChildrenGet() throws NoSuchShardException {
    kinesis.shard("old").put("old", "0", 0).close("old").shard("a", "old").put("a", "1", 1);
    StreamReader reader = reader(new StartingPoint.Latest(), true, null);
    assertThat(read(reader, 2)).isEmpty();
    kinesis.put("a", "2", 2).close("a").shard("b", "a").put("b", "3", 3);
    assertThat(read(reader, 5)).containsExactly("2", "3");
    assertThat(kinesis.asked()).containsExactly("a LATEST", "b TRIM_HORIZON");
  }

  @Test
  void aTimeHoldsForChildrenToo() throws NoSuchShardException {
    kinesis
        .shard("a")
        .put("a", "1", 1)
        .close("a")
        .shard("b", "a")
        .put("b", "2", 2)
        .put("b", "3", 3);
    assertThat(readAll(new StartingPoint.At(Instant.ofEpochMilli(3)))).containsExactly("3");
  }

  @Test
  void oneShardAloneIsReadWithoutItsChildren() throws NoSuchShardException {
    kinesis
        .shard("a")
        .put("a", "1", 1)
        .put("a", "2", 1)
        .close("a")
        .shard("b", "a")
        .put("b", "3", 1);
    StreamReader reader = reader(new StartingPoint.AtSequence("2"), true, "a");
    assertThat(read(reader, 10)).containsExactly("2");
    assertThat(reader.isDone()).isTrue();
    assertThatThrownBy(() -> reader(TRIM, false, "x").next())
        .isInstanceOf(NoSuchShardException.class)
        .hasMessageContainingAll("s", "x");
  }

  @Test
  void aShardIsNotReadMoreOftenThanKinesisAllows() throws NoSuchShardException {
    kinesis.shard("a");
    StreamReader reader = reader(TRIM, true, null);
    Instant start = now;
    read(reader, 40);
    assertThat(Duration.between(start, now).toMillis())
        .isGreaterThanOrEqualTo(kinesis.reads() * 200L);
  }

  @Test
  void throttlingIsWaitedForAndTold() throws NoSuchShardException {
    kinesis.shard("a").put("a", "1", 1);
    kinesis.fail(throttled(), throttled(), throttled());
    Instant start = now;
    assertThat(readAll(TRIM)).containsExactly("1");
    assertThat(Duration.between(start, now)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(notices).singleElement().asString().contains("a", "Rate exceeded");
  }

  @Test
  void faultsOfTheServerAreNotWaitedForForever() {
    kinesis.shard("a");
    for (int i = 0; i < 20; i++) {
      kinesis.fail(KinesisException.builder().message("down").statusCode(500).build());
    }
    assertThatThrownBy(() -> readAll(TRIM)).hasMessageContaining("down");
  }

  @Test
  void anExpiredIteratorIsRenewedBehindTheLastRecord() throws NoSuchShardException {
    kinesis.shard("a").put("a", "1", 1);
    StreamReader reader = reader(TRIM, true, null);
    assertThat(read(reader, 2)).containsExactly("1");
    kinesis.fail(ExpiredIteratorException.builder().message("expired").build());
    kinesis.put("a", "2", 2);
    assertThat(read(reader, 3)).containsExactly("2");
    assertThat(kinesis.asked()).containsExactly("a TRIM_HORIZON", "a AFTER_SEQUENCE_NUMBER 1");
  }

  @Test
  void anIteratorAtTheTipThatExpiredMissesNothing() throws NoSuchShardException {
    kinesis.shard("a");
    StreamReader reader = reader(new StartingPoint.Latest(), true, null);
    assertThat(read(reader, 1)).isEmpty();
    kinesis.fail(ExpiredIteratorException.builder().message("expired").build());
    kinesis.put("a", "1", 200_000);
    assertThat(read(reader, 3)).containsExactly("1");
    assertThat(kinesis.asked()).containsExactly("a LATEST", "a AT_TIMESTAMP 100000");
  }

  @Test
  void aServerThatWasStartedAnewIsFollowedOn() throws NoSuchShardException {
    kinesis.shard("a").put("a", "1", 1);
    StreamReader reader = reader(TRIM, true, null);
    assertThat(read(reader, 2)).containsExactly("1");
    SdkClientException gone = SdkClientException.create("Connection refused");
    kinesis.fail(gone, gone, gone, InvalidArgumentException.builder().message("Invalid").build());
    kinesis.put("a", "2", 2);
    assertThat(read(reader, 10)).containsExactly("2");
    assertThat(notices).singleElement().asString().contains("Connection refused");
  }

  @Test
  void withoutAFirstAnswerNothingIsWaitedFor() {
    kinesis.shard("a");
    kinesis.fail(ResourceNotFoundException.builder().message("no s").statusCode(400).build());
    assertThatThrownBy(() -> reader(TRIM, true, null).next()).hasMessageContaining("no s");
  }
}
