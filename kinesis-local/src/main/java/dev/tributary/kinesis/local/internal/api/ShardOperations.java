package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** ListShards. */
final class ShardOperations {
  private static final int PAGE_MAX = 1000;

  private final Common common;

  ShardOperations(Common common) {
    this.common = common;
  }

  /** The shards of a stream that come after one of them (by id; "" for all), by time. */
  private record Selection(Stream stream, String afterId, Time time) {}

  /**
   * Shards that had not ended then.
   *
   * @param begun only those that were there already
   */
  private record Time(long millis, boolean begun) {
    static final Time ANY = new Time(0, false);

    /** Open shards: those that have not ended end as late as can be. */
    static final Time LATEST = new Time(Long.MAX_VALUE / 2, true);

    boolean holds(Shard shard) {
      return shard.endedMillis() > millis && !(begun && shard.createdMillis() > millis);
    }

    /** As the position in a page token. */
    long code() {
      return millis * 2 + (begun ? 1 : 0);
    }

    static Time of(long code) {
      return new Time(code / 2, code % 2 == 1);
    }
  }

  void list(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int limit = Math.min(parameters.integer("MaxResults").orElse(PAGE_MAX), PAGE_MAX);
    Optional<String> token = parameters.text("NextToken");
    Selection selection =
        token.isPresent() ? continued(parameters, token.get()) : selected(parameters);
    List<Shard> rest =
        DescribeOperations.after(selection.stream().shards(), selection.afterId()).stream()
            .filter(selection.time()::holds)
            .toList();
    List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
    answer.list("Shards");
    for (Shard shard : page) {
      DescribeOperations.shard(shard, answer);
    }
    answer.end();
    if (rest.size() > limit) {
      answer.text("NextToken", common.tokens().seal(nextPage(selection, page.getLast())));
    }
  }

  private Selection selected(Parameters parameters) throws KinesisException {
    if (!parameters.has("StreamName") && !parameters.has("StreamARN")) {
      throw KinesisException.argument("Either NextToken or StreamName should be provided.");
    }
    Stream stream = common.streams().addressed(parameters);
    if (stream.status(common.nowMillis()) == StreamStatus.CREATING) {
      throw common.streams().inUse(stream, StreamStatus.CREATING);
    }
    common.streams().checkCreated(stream, parameters);
    Optional<String> after = parameters.text("ExclusiveStartShardId");
    Optional<Parameters> filter = parameters.object("ShardFilter");
    if (filter.isPresent() && after.isPresent()) {
      throw KinesisException.argument(
          "ExclusiveStartShardId and ShardFilter cannot be provided together.");
    }
    return filter.isPresent()
        ? filtered(stream, filter.get())
        : new Selection(stream, after.orElse(""), Time.ANY);
  }

  private Selection filtered(Stream stream, Parameters filter) throws KinesisException {
    long horizon = Math.max(stream.createdMillis(), common.nowMillis() - retentionMillis(stream));
    return switch (filter.requiredChoice("Type", ShardFilterType.class)) {
      case AFTER_SHARD_ID -> new Selection(stream, afterShard(filter), Time.ANY);
      case AT_LATEST -> new Selection(stream, "", Time.LATEST);
      case AT_TRIM_HORIZON -> new Selection(stream, "", new Time(horizon, true));
      case FROM_TRIM_HORIZON -> new Selection(stream, "", new Time(horizon, false));
      case AT_TIMESTAMP -> new Selection(stream, "", new Time(timestamp(filter, horizon), true));
      case FROM_TIMESTAMP -> new Selection(stream, "", new Time(timestamp(filter, horizon), false));
    };
  }

  private static long retentionMillis(Stream stream) {
    return Duration.ofHours(stream.settings().retentionHours()).toMillis();
  }

  private static String afterShard(Parameters filter) throws KinesisException {
    return filter
        .text("ShardId")
        .orElseThrow(() -> KinesisException.missing("shardFilter.shardId"));
  }

  /** What lies before the oldest record means that record, as in AWS. */
  private long timestamp(Parameters filter, long horizon) throws KinesisException {
    long millis =
        filter
            .timestampMillis("Timestamp")
            .orElseThrow(() -> KinesisException.missing("shardFilter.timestamp"));
    long past = ReadOperations.checkedPast(millis, common.nowMillis());
    return Math.max(past, horizon);
  }

  private Selection continued(Parameters parameters, String text) throws KinesisException {
    for (String other :
        List.of(
            "StreamName",
            "StreamARN",
            "ExclusiveStartShardId",
            "ShardFilter",
            "StreamCreationTimestamp")) {
      if (parameters.has(other)) {
        throw KinesisException.argument(
            "NextToken and %s cannot be provided together.".formatted(other));
      }
    }
    Token token = common.tokens().openPage(Kind.SHARDS_PAGE, text, common.nowMillis());
    Stream stream = common.streams().named(token.stream());
    if (stream.incarnation() != token.incarnation()) {
      throw common.streams().notFound(token.stream());
    }
    return new Selection(stream, Shard.idOf(token.shard()), Time.of(token.position()));
  }

  private Token nextPage(Selection selection, Shard last) {
    Stream stream = selection.stream();
    return new Token(
        Kind.SHARDS_PAGE,
        stream.name(),
        stream.incarnation(),
        last.index(),
        selection.time().code(),
        common.nowMillis());
  }
}
