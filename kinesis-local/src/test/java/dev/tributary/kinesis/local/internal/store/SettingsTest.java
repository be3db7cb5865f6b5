package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the settings of a stream do to its records, whole appends, and who watches them. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class SettingsTest extends StorageFixture {
  private StreamDirectory directory;
  private Stream stream;
  private Shard shard;

  SettingsTest(Kind kind) {
    super(kind);
  }

  @BeforeEach
  void create() {
    directory = directory(Duration.ZERO);
    stream = directory.create(StreamSpec.provisioned("s", 1)).orElseThrow();
    shard = stream.shards().getFirst();
  }

  private void retain(int hours) {
    directory.update(stream, settings -> settings.withRetentionHours(hours));
  }

  @Test
  void aShorterRetentionTrimsAtOnce() {
    retain(48);
    put(stream, 100);
    clock.advance(Duration.ofHours(30));
    String young = put(stream, 100);
    assertThat(all(shard)).hasSize(2);
    long used = budget.usedBytes();
    retain(24);
    retain(48);
    assertThat(all(shard)).extracting(StoredRecord::sequenceNumber).containsExactly(young);
    assertThat(budget.usedBytes()).isLessThanOrEqualTo(used);
  }

  @Test
  void aLongerRetentionBringsNothingBack() {
    put(stream, 100);
    clock.advance(Duration.ofHours(25));
    retain(48);
    assertThat(all(shard)).isEmpty();
    put(stream, 100);
    clock.advance(Duration.ofHours(40));
    assertThat(all(shard)).hasSize(1);
  }

  @Test
  void recordsKnowWhetherTheyWereEncrypted() {
    put(stream, 1);
    directory.update(stream, settings -> settings.withKmsKeyId(Optional.of("alias/a")));
    put(stream, 1);
    directory.update(stream, settings -> settings.withKmsKeyId(Optional.empty()));
    put(stream, 1);
    assertThat(all(shard))
        .extracting(StoredRecord::encryption)
        .containsExactly(EncryptionType.NONE, EncryptionType.KMS, EncryptionType.NONE);
  }

  @Test
  void consumersThatAreGoneAreSweptAway() {
    long now = clock.millis();
    TreeMap<String, StreamConsumer> consumers = new TreeMap<>();
    consumers.put("stays", consumer("stays", Long.MAX_VALUE));
    consumers.put("goes", consumer("goes", now + 1000));
    directory.change(stream, settings -> settings.withConsumers(consumers));
    assertThat(directory.find("s").orElseThrow().settings().consumers()).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(directory.find("s").orElseThrow().settings().consumers()).containsOnlyKeys("stays");
  }

  private StreamConsumer consumer(String name, long goneMillis) {
    return new StreamConsumer(
        name, "arn:" + name, 1, 2, goneMillis, new TreeMap<>(), Optional.empty());
  }

  @Test
  void theRecordsOfARequestAreThereWhenItIsCommitted() {
    try (Append append = directory.append(stream)) {
      assertThat(append.shardOf(HashKey.MAX)).isSameAs(shard);
      for (int i = 0; i < 5; i++) {
        assertThat(append.add(HashKey.MIN, "k" + i, new byte[i], clock.millis())).isPresent();
      }
      append.commit();
    }
    assertThat(all(shard))
        .extracting(StoredRecord::partitionKey)
        .containsExactly("k0", "k1", "k2", "k3", "k4");
  }

  @Test
  void watchersHearOfRecordsOfTheEndAndOfDeletion() {
    AtomicInteger news = new AtomicInteger();
    List<Watch> watches = new ArrayList<>();
    watches.add(shard.watch(news::incrementAndGet));
    put(stream, 1);
    assertThat(news).hasValue(1);
    try (Append append = directory.append(stream)) {
      for (int i = 0; i < 5; i++) {
        assertThat(append.add(HashKey.MIN, "k", new byte[1], clock.millis())).isPresent();
      }
      append.commit();
    }
    assertThat(news).as("once for a request").hasValue(2);
    assertThat(directory.split(stream, shard, new HashKey(7, 7))).isTrue();
    assertThat(news).hasValue(3);
    watches.add(stream.shards().get(1).watch(news::incrementAndGet));
    directory.delete(stream);
    assertThat(news).as("both shards").hasValue(5);
    watches.forEach(Watch::close);
    shard.wake();
    assertThat(news).hasValue(5);
  }

  @Test
  void changesOfADayAreCountedEachForItself() {
    for (DailyChange change : DailyChange.values()) {
      for (int i = 0; i < change.max(); i++) {
        assertThat(directory.count(stream, change)).as("%s %d", change, i).isTrue();
      }
      assertThat(directory.count(stream, change)).isFalse();
    }
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(directory.count(stream, DailyChange.SHARD_COUNT)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(directory.count(stream, DailyChange.SHARD_COUNT)).isTrue();
  }
}
