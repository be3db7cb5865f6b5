package dev.tributary.kinesis.local.internal.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Streams, shards and account as bytes. Another form needs another number of the format. */
final class StateCodec {
  private StateCodec() {}

  static byte[] stream(StreamState stream) {
    StateWriter out = new StateWriter();
    StreamSpec spec = stream.spec();
    out.text(spec.name())
        .integer(spec.shards())
        .text(spec.mode().name())
        .integer(spec.recordKibMax())
        .integer(stream.incarnation())
        .number(stream.createdMillis())
        .number(stream.activeMillis())
        .number(stream.updatedMillis())
        .number(stream.goneMillis());
    settings(stream.settings(), out);
    recent(stream.recent(), out);
    return out.bytes();
  }

  static StreamState stream(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    StreamSpec spec =
        new StreamSpec(in.text(), in.integer(), StreamMode.valueOf(in.text()), in.integer());
    return new StreamState(
        spec,
        in.integer(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        settings(in),
        recent(in));
  }

  private static void settings(StreamSettings settings, StateWriter out) {
    out.text(settings.mode().name())
        .integer(settings.retentionHours())
        .integer(settings.recordKibMax())
        .optionalInteger(
            settings.warmThroughputMib().map(OptionalInt::of).orElse(OptionalInt.empty()))
        .optionalText(settings.kmsKeyId())
        .integer(settings.shardLevelMetrics().size());
    settings.shardLevelMetrics().forEach(out::text);
    texts(settings.tags(), out);
    out.optionalText(settings.resourcePolicy()).integer(settings.consumers().size());
    settings.consumers().values().forEach(consumer -> consumer(consumer, out));
  }

  private static StreamSettings settings(StateReader in) {
    StreamMode mode = StreamMode.valueOf(in.text());
    int retentionHours = in.integer();
    int recordKibMax = in.integer();
    OptionalInt warm = in.optionalInteger();
    Optional<String> kmsKeyId = in.optionalText();
    TreeSet<String> metrics = new TreeSet<>();
    for (int left = in.integer(); left > 0; left--) {
      metrics.add(in.text());
    }
    SortedMap<String, String> tags = texts(in);
    Optional<String> policy = in.optionalText();
    TreeMap<String, StreamConsumer> consumers = new TreeMap<>();
    for (int left = in.integer(); left > 0; left--) {
      StreamConsumer consumer = consumer(in);
      consumers.put(consumer.name(), consumer);
    }
    return new StreamSettings(
        mode,
        retentionHours,
        recordKibMax,
        warm.isPresent() ? Optional.of(warm.getAsInt()) : Optional.empty(),
        kmsKeyId,
        metrics,
        tags,
        policy,
        consumers);
  }

  private static void consumer(StreamConsumer consumer, StateWriter out) {
    out.text(consumer.name())
        .text(consumer.arn())
        .number(consumer.createdMillis())
        .number(consumer.activeMillis())
        .number(consumer.goneMillis());
    texts(consumer.tags(), out);
    out.optionalText(consumer.resourcePolicy());
  }

  private static StreamConsumer consumer(StateReader in) {
    return new StreamConsumer(
        in.text(), in.text(), in.number(), in.number(), in.number(), texts(in), in.optionalText());
  }

  private static void texts(SortedMap<String, String> texts, StateWriter out) {
    out.integer(texts.size());
    texts.forEach((name, value) -> out.text(name).text(value));
  }

  private static SortedMap<String, String> texts(StateReader in) {
    TreeMap<String, String> texts = new TreeMap<>();
    for (int left = in.integer(); left > 0; left--) {
      texts.put(in.text(), in.text());
    }
    return texts;
  }

  private static void recent(RecentChanges recent, StateWriter out) {
    out.integer(recent.millis().size());
    recent
        .millis()
        .forEach((change, times) -> {
          out.text(change.name()).integer(times.size());
          times.forEach(out::number);
        });
  }

  private static RecentChanges recent(StateReader in) {
    Map<DailyChange, List<Long>> millis = new EnumMap<>(DailyChange.class);
    for (int left = in.integer(); left > 0; left--) {
      List<Long> times = new ArrayList<>();
      millis.put(DailyChange.valueOf(in.text()), times);
      for (int more = in.integer(); more > 0; more--) {
        times.add(in.number());
      }
    }
    return new RecentChanges(millis);
  }

  static byte[] shard(ShardState shard) {
    StateWriter out = new StateWriter();
    out.integer(shard.index())
        .optionalInteger(shard.parent())
        .optionalInteger(shard.adjacentParent())
        .number(shard.startingHashKey().high())
        .number(shard.startingHashKey().low())
        .number(shard.endingHashKey().high())
        .number(shard.endingHashKey().low())
        .number(shard.createdMillis())
        .flag(shard.end().isPresent());
    shard
        .end()
        .ifPresent(end -> {
          out.number(end.millis()).text(end.sequenceNumber()).integer(end.children().size());
          end.children().forEach(out::integer);
        });
    return out.bytes();
  }

  static ShardState shard(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    return new ShardState(
        in.integer(),
        in.optionalInteger(),
        in.optionalInteger(),
        new HashKey(in.number(), in.number()),
        new HashKey(in.number(), in.number()),
        in.number(),
        in.flag() ? Optional.of(end(in)) : Optional.empty());
  }

  private static ShardState.End end(StateReader in) {
    long millis = in.number();
    String sequenceNumber = in.text();
    List<Integer> children = new ArrayList<>();
    for (int left = in.integer(); left > 0; left--) {
      children.add(in.integer());
    }
    return new ShardState.End(millis, sequenceNumber, children);
  }

  static byte[] account(AccountSettings account) {
    return new StateWriter()
        .flag(account.throughputCommitment())
        .number(account.commitmentChangedMillis())
        .bytes();
  }

  static AccountSettings account(byte[] bytes) {
    StateReader in = new StateReader(bytes);
    return new AccountSettings(in.flag(), in.number());
  }
}
