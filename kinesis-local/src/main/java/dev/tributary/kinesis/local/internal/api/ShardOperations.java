package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** ListShards. */
final class ShardOperations {
  private static final int PAGE_DEFAULT = 1000;
  private static final int PAGE_MAX = 10_000;

  /** Kinesis limit: NextToken lives 300 s. */
  private static final long TOKEN_MILLIS_MAX = Duration.ofMinutes(5).toMillis();

  private final Streams streams;
  private final Tokens tokens;
  private final Duration retention;
  private final InstantSource clock;

  ShardOperations(Streams streams, Tokens tokens, Duration retention, InstantSource clock) {
    this.streams = streams;
    this.tokens = tokens;
    this.retention = retention;
    this.clock = clock;
  }

  private enum FilterType {
    AFTER_SHARD_ID,
    AT_TRIM_HORIZON,
    FROM_TRIM_HORIZON,
    AT_LATEST,
    AT_TIMESTAMP,
    FROM_TIMESTAMP
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
    int limit = parameters.integer("MaxResults", 1, PAGE_MAX).orElse(PAGE_DEFAULT);
    Optional<String> token = parameters.text("NextToken", TextRule.NEXT_TOKEN);
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
      answer.text("NextToken", tokens.seal(nextPage(selection, page.getLast())));
    }
  }

  private Selection selected(Parameters parameters) throws KinesisException {
    Stream stream = streams.addressed(parameters);
    if (stream.status(clock.millis()) == StreamStatus.CREATING) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE,
          "Stream %s is CREATING, must be ACTIVE, UPDATING or DELETING".formatted(stream.name()));
    }
    Optional<String> after = parameters.text("ExclusiveStartShardId", TextRule.SHARD_ID);
    Optional<Parameters> filter = parameters.object("ShardFilter");
    if (filter.isPresent() && after.isPresent()) {
      throw KinesisException.argument(
          "ExclusiveStartShardId and ShardFilter must not be given together");
    }
    return filter.isPresent()
        ? filtered(stream, filter.get())
        : new Selection(stream, after.orElse(""), Time.ANY);
  }

  private Selection filtered(Stream stream, Parameters filter) throws KinesisException {
    long horizon = Math.max(stream.createdMillis(), clock.millis() - retention.toMillis());
    return switch (filter.requiredChoice("Type", FilterType.class)) {
      case AFTER_SHARD_ID ->
          new Selection(stream, filter.requiredText("ShardId", TextRule.SHARD_ID), Time.ANY);
      case AT_LATEST -> new Selection(stream, "", Time.LATEST);
      case AT_TRIM_HORIZON -> new Selection(stream, "", new Time(horizon, true));
      case FROM_TRIM_HORIZON -> new Selection(stream, "", new Time(horizon, false));
      case AT_TIMESTAMP -> new Selection(stream, "", new Time(timestamp(filter, horizon), true));
      case FROM_TIMESTAMP -> new Selection(stream, "", new Time(timestamp(filter, horizon), false));
    };
  }

  /** What lies before the oldest record means that record, as in AWS. */
  private long timestamp(Parameters filter, long horizon) throws KinesisException {
    long millis =
        filter
            .timestampMillis("Timestamp")
            .orElseThrow(() -> KinesisException.missing("shardFilter.timestamp"));
    if (millis > clock.millis()) {
      throw KinesisException.argument(
          "shardFilter.timestamp is %d ms since the epoch, must not be later than now (%d)"
              .formatted(millis, clock.millis()));
    }
    return Math.max(millis, horizon);
  }

  private Selection continued(Parameters parameters, String text) throws KinesisException {
    for (String other :
        List.of("StreamName", "StreamARN", "ExclusiveStartShardId", "ShardFilter")) {
      if (parameters.has(other)) {
        throw KinesisException.argument("NextToken and " + other + " must not be given together");
      }
    }
    Token token =
        tokens
            .open(Kind.SHARDS_PAGE, text)
            .orElseThrow(() ->
                KinesisException.argument("NextToken was not given by a ListShards of this run"));
    if (clock.millis() - token.issuedMillis() > TOKEN_MILLIS_MAX) {
      throw new KinesisException(
          ErrorType.EXPIRED_NEXT_TOKEN,
          "NextToken is older than %d ms".formatted(TOKEN_MILLIS_MAX));
    }
    Stream stream = streams.named(token.stream());
    if (stream.incarnation() != token.incarnation()) {
      throw streams.notFound(token.stream());
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
        clock.millis());
  }
}
