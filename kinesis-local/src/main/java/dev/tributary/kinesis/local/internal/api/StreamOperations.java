package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** CreateStream, DeleteStream, ListStreams and DescribeLimits. */
final class StreamOperations {
  /** AWS's default. */
  private static final int ON_DEMAND_STREAMS_MAX = 50;

  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 10_000;
  private static final int RECORD_KIB_MIN = 1024;
  private static final int RECORD_KIB_MAX = 10_240;

  private final StreamDirectory directory;
  private final Streams streams;
  private final Tokens tokens;
  private final InstantSource clock;

  StreamOperations(StreamDirectory directory, Streams streams, Tokens tokens, InstantSource clock) {
    this.directory = directory;
    this.streams = streams;
    this.tokens = tokens;
    this.clock = clock;
  }

  void create(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    StreamSpec spec = spec(parameters);
    checkLimits(spec);
    if (directory.create(spec).isEmpty()) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE, "Stream %s already exists.".formatted(spec.name()));
    }
  }

  private static StreamSpec spec(Parameters parameters) throws KinesisException {
    String name = parameters.requiredText("StreamName", TextRule.STREAM_NAME);
    OptionalInt shards = parameters.integer("ShardCount", 1, Integer.MAX_VALUE);
    int recordKib =
        parameters
            .integer("MaxRecordSizeInKiB", RECORD_KIB_MIN, RECORD_KIB_MAX)
            .orElse(StreamSpec.RECORD_KIB_DEFAULT);
    Optional<Parameters> details = parameters.object("StreamModeDetails");
    StreamMode mode =
        details.isPresent()
            ? details.get().requiredChoice("StreamMode", StreamMode.class)
            : StreamMode.PROVISIONED;
    return new StreamSpec(name, shardCount(mode, shards), mode, recordKib);
  }

  private static int shardCount(StreamMode mode, OptionalInt given) throws KinesisException {
    return switch (mode) {
      case PROVISIONED -> given.orElseThrow(() -> KinesisException.missing("shardCount"));
      case ON_DEMAND -> {
        if (given.isPresent()) {
          throw KinesisException.argument(
              "ShardCount is %d, must not be given for an ON_DEMAND stream"
                  .formatted(given.getAsInt()));
        }
        yield StreamSpec.ON_DEMAND_SHARDS;
      }
    };
  }

  private void checkLimits(StreamSpec spec) throws KinesisException {
    switch (spec.mode()) {
      case PROVISIONED -> {
        int open = directory.openShards(StreamMode.PROVISIONED);
        if (spec.shards() > StreamSpec.SHARDS_MAX - open) {
          throw new KinesisException(
              ErrorType.LIMIT_EXCEEDED,
              "%d shards and the %d that are open exceed this account's limit of %d"
                  .formatted(spec.shards(), open, StreamSpec.SHARDS_MAX));
        }
      }
      case ON_DEMAND -> {
        if (directory.count(StreamMode.ON_DEMAND) >= ON_DEMAND_STREAMS_MAX) {
          throw new KinesisException(
              ErrorType.LIMIT_EXCEEDED,
              "this account's limit of %d on-demand streams is reached"
                  .formatted(ON_DEMAND_STREAMS_MAX));
        }
      }
    }
  }

  void delete(Call call, Answer answer) throws IOException, KinesisException {
    Stream stream = streams.addressed(call.parameters());
    switch (stream.status(clock.millis())) {
      case ACTIVE -> directory.delete(stream);
      case DELETING -> {} // deleting twice is no error in AWS
      case CREATING, UPDATING -> throw streams.notActive(stream);
    }
  }

  void list(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int limit = parameters.integer("Limit", 1, PAGE_MAX).orElse(PAGE_DEFAULT);
    List<Stream> found = directory.list(listAfter(parameters), limit + 1);
    List<Stream> page = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    answer.list("StreamNames");
    for (Stream stream : page) {
      answer.text(stream.name());
    }
    answer.end().flag("HasMoreStreams", more);
    if (more) {
      answer.text("NextToken", tokens.seal(nextPage(page.getLast())));
    }
    answer.list("StreamSummaries");
    for (Stream stream : page) {
      summary(stream, answer);
    }
    answer.end();
  }

  private @Nullable String listAfter(Parameters parameters) throws KinesisException {
    Optional<String> name = parameters.text("ExclusiveStartStreamName", TextRule.STREAM_NAME);
    Optional<String> token = parameters.text("NextToken", TextRule.NEXT_TOKEN);
    if (token.isEmpty()) {
      return name.orElse(null);
    }
    return tokens
        .open(Kind.STREAMS_PAGE, token.get())
        .orElseThrow(
            () -> KinesisException.argument("NextToken was not given by a ListStreams of this run"))
        .stream();
  }

  private Token nextPage(Stream last) {
    return new Token(Kind.STREAMS_PAGE, last.name(), 0, 0, 0, clock.millis());
  }

  private void summary(Stream stream, Answer answer) throws IOException {
    StreamStatus status = stream.status(clock.millis());
    answer
        .object()
        .text("StreamName", stream.name())
        .text("StreamARN", stream.arn())
        .text("StreamStatus", status.name())
        .object("StreamModeDetails")
        .text("StreamMode", stream.spec().mode().name())
        .end()
        .timestamp("StreamCreationTimestamp", stream.createdMillis())
        .end();
  }

  void limits(Call call, Answer answer) throws IOException, KinesisException {
    Parameters _ = call.parameters();
    answer
        .number("ShardLimit", StreamSpec.SHARDS_MAX)
        .number("OpenShardCount", directory.openShards(StreamMode.PROVISIONED))
        .number("OnDemandStreamCount", directory.count(StreamMode.ON_DEMAND))
        .number("OnDemandStreamCountLimit", ON_DEMAND_STREAMS_MAX);
  }
}
