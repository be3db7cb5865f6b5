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
  private final InstantSource clock;

  ShardOperations(Streams streams, Tokens tokens, InstantSource clock) {
    this.streams = streams;
    this.tokens = tokens;
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

  /** The shards of a stream that come after one of them (by id; "" for all). */
  private record Selection(Stream stream, String afterId) {}

  void list(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int limit = parameters.integer("MaxResults", 1, PAGE_MAX).orElse(PAGE_DEFAULT);
    Optional<String> token = parameters.text("NextToken", TextRule.NEXT_TOKEN);
    Selection selection =
        token.isPresent() ? continued(parameters, token.get()) : selected(parameters);
    List<Shard> rest = DescribeOperations.after(selection.stream().shards(), selection.afterId());
    List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
    answer.list("Shards");
    for (Shard shard : page) {
      DescribeOperations.shard(shard, answer);
    }
    answer.end();
    if (rest.size() > limit) {
      answer.text("NextToken", tokens.seal(nextPage(selection.stream(), page.getLast())));
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
    return new Selection(stream, filter.isPresent() ? filtered(filter.get()) : after.orElse(""));
  }

  /**
   * No shard is ever closed as long as streams cannot be resharded, so that every filter but
   * AFTER_SHARD_ID selects all of them.
   */
  private String filtered(Parameters filter) throws KinesisException {
    return switch (filter.requiredChoice("Type", FilterType.class)) {
      case AT_TRIM_HORIZON, FROM_TRIM_HORIZON, AT_LATEST -> "";
      case AFTER_SHARD_ID -> filter.requiredText("ShardId", TextRule.SHARD_ID);
      case AT_TIMESTAMP, FROM_TIMESTAMP -> {
        long millis =
            filter
                .timestampMillis("Timestamp")
                .orElseThrow(() -> KinesisException.missing("shardFilter.timestamp"));
        if (millis > clock.millis()) {
          throw KinesisException.argument(
              "shardFilter.timestamp is %d ms since the epoch, must not be later than now (%d)"
                  .formatted(millis, clock.millis()));
        }
        yield "";
      }
    };
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
    return new Selection(stream, stream.shards().get(token.shard()).id());
  }

  private Token nextPage(Stream stream, Shard last) {
    return new Token(
        Kind.SHARDS_PAGE, stream.name(), stream.incarnation(), last.index(), 0, clock.millis());
  }
}
