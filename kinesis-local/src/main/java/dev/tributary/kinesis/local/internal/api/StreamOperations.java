package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamMode;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** CreateStream, DeleteStream and ListStreams. */
final class StreamOperations {
  private static final int PAGE_MAX = 100;

  private final Common common;
  private final AccountLimits limits;
  private final WarmThroughput warm;
  private final Consumers consumers;

  StreamOperations(Common common, AccountLimits limits, WarmThroughput warm, Consumers consumers) {
    this.common = common;
    this.limits = limits;
    this.warm = warm;
    this.consumers = consumers;
  }

  void create(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    StreamSpec spec = spec(parameters);
    SortedMap<String, String> tags =
        Tags.checked(
            new Tags.Owner("stream", spec.name(), common.accountId()),
            parameters.textsByKey("Tags"));
    OptionalInt warmMib = parameters.integer("WarmThroughputMiBps");
    if (warmMib.isPresent()) {
      warm.check(spec.mode(), warmMib.getAsInt());
    }
    if (common.directory().find(spec.name()).isPresent()) {
      throw exists(spec);
    }
    checkLimits(spec);
    Stream stream = common.directory().create(spec).orElseThrow(() -> exists(spec));
    if (!tags.isEmpty()) {
      common.directory().change(stream, settings -> settings.withTags(tags));
    }
    if (warmMib.isPresent()) {
      warm.set(stream, warmMib.getAsInt());
    }
  }

  private KinesisException exists(StreamSpec spec) {
    return new KinesisException(
        ErrorType.RESOURCE_IN_USE,
        "Stream %s under account %s already exists.".formatted(spec.name(), common.accountId()));
  }

  private static StreamSpec spec(Parameters parameters) throws KinesisException {
    OptionalInt shards = parameters.integer("ShardCount");
    int recordKib = parameters.integer("MaxRecordSizeInKiB").orElse(StreamSpec.RECORD_KIB_DEFAULT);
    StreamMode mode = mode(parameters, shards);
    return new StreamSpec(
        parameters.requiredText("StreamName"), shardCount(mode, shards), mode, recordKib);
  }

  /** AWS takes a stream for on-demand when neither its mode nor its shards are given. */
  private static StreamMode mode(Parameters parameters, OptionalInt shards) {
    Optional<Parameters> details = parameters.object("StreamModeDetails");
    if (details.isPresent()) {
      return details.get().requiredChoice("StreamMode", StreamMode.class);
    }
    return shards.isPresent() ? StreamMode.PROVISIONED : StreamMode.ON_DEMAND;
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
    limits.checkCreating();
    switch (spec.mode()) {
      case PROVISIONED -> limits.checkShards(spec.shards());
      case ON_DEMAND -> limits.checkOnDemandStreams();
    }
  }

  /** Deleting twice is no error in AWS. */
  void delete(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = common.streams().addressed(parameters);
    if (stream.status(common.nowMillis()) == StreamStatus.DELETING) {
      return;
    }
    var _ = common.streams().active(stream);
    if (!parameters.flag("EnforceConsumerDeletion") && !consumers.of(stream).isEmpty()) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE,
          ("DeleteStream can\u2019t delete %s:%s because there are consumers associated with this data"
                  + " stream. To delete %s anyway, set the EnforceConsumerDeletion parameter to true"
                  + " to force the deletion of all the consumers that are associated with it.")
              .formatted(common.accountId(), stream.name(), stream.name()));
    }
    common.directory().delete(stream);
  }

  void list(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    int limit = Math.min(parameters.integer("Limit").orElse(PAGE_MAX), PAGE_MAX);
    List<Stream> found = common.directory().list(listAfter(parameters), limit + 1);
    List<Stream> page = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    answer.list("StreamNames");
    for (Stream stream : page) {
      answer.text(stream.name());
    }
    answer.end().flag("HasMoreStreams", more);
    if (more) {
      answer.text("NextToken", common.tokens().seal(nextPage(page.getLast())));
    }
    answer.list("StreamSummaries");
    for (Stream stream : page) {
      summary(stream, answer);
    }
    answer.end();
  }

  private @Nullable String listAfter(Parameters parameters) throws KinesisException {
    Optional<String> token = parameters.text("NextToken");
    return token.isPresent()
        ? common.tokens().openPage(Kind.STREAMS_PAGE, token.get(), common.nowMillis()).stream()
        : parameters.text("ExclusiveStartStreamName").orElse(null);
  }

  private Token nextPage(Stream last) {
    return new Token(Kind.STREAMS_PAGE, last.name(), 0, 0, 0, common.nowMillis());
  }

  private void summary(Stream stream, Answer answer) throws IOException {
    answer
        .object()
        .text("StreamName", stream.name())
        .text("StreamARN", stream.arn())
        .text("StreamStatus", stream.status(common.nowMillis()).name())
        .object("StreamModeDetails")
        .text("StreamMode", stream.settings().mode().name())
        .end()
        .timestamp("StreamCreationTimestamp", stream.createdMillis())
        .end();
  }
}
