package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.internal.api.Consumers.Registered;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamConsumer;
import java.io.IOException;
import java.util.Optional;

/** SubscribeToShard: checks and begins; {@link ShardSubscription} goes on. */
final class SubscribeOperations {
  private final Common common;
  private final Consumers consumers;
  private final KinesisLimits limits;
  private final Codecs codecs = new Codecs();
  private final SubscribeRegister register = new SubscribeRegister();

  SubscribeOperations(Common common, Consumers consumers) {
    this.common = common;
    this.consumers = consumers;
    this.limits = common.settings().limits();
  }

  private enum PositionType {
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER,
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP
  }

  void subscribe(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String shardId = common.streams().shardId(parameters, "ShardId");
    Registered registered = consumers.identified(parameters.requiredText("ConsumerARN"));
    Stream stream = registered.stream();
    StreamConsumer consumer = registered.consumer();
    if (consumers.status(consumer) != Consumers.Status.ACTIVE) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE,
          "Consumer %s with creation timestamp %d under stream: %s , account %s is not in ACTIVE status."
              .formatted(
                  consumer.name(),
                  consumer.createdMillis() / 1000,
                  stream.name(),
                  common.accountId()));
    }
    Shard shard = common.streams().readable(stream.name(), shardId);
    long position = position(parameters.object("StartingPosition").orElseThrow(), shard);
    Refusal another = anotherExists(stream, shard, consumer);
    ShardSubscription subscription =
        new ShardSubscription(
            new ShardSubscription.Source(
                shard,
                call.encoding(),
                limits.consumerReadBytesPerSecond(),
                () -> ended(stream, consumer)),
            position,
            another,
            codecs,
            common.clock());
    SubscribeRegister.Key key = new SubscribeRegister.Key(consumer.arn(), shard.id());
    if (!register.begin(key, subscription, common.nowMillis())) {
      throw new KinesisException(ErrorType.RESOURCE_IN_USE, another.message());
    }
    answer.events(subscription);
  }

  private long position(Parameters given, Shard shard) throws KinesisException {
    PositionType type = given.requiredChoice("Type", PositionType.class);
    return switch (type) {
      case TRIM_HORIZON -> shard.oldestPosition();
      case LATEST -> shard.latestPosition();
      case AT_SEQUENCE_NUMBER -> numbered(given, type, shard);
      case AFTER_SEQUENCE_NUMBER -> numbered(given, type, shard) + 1;
      case AT_TIMESTAMP -> shard.positionSince(timestamp(given));
    };
  }

  private static long numbered(Parameters given, PositionType type, Shard shard)
      throws KinesisException {
    String number =
        given
            .text("SequenceNumber")
            .orElseThrow(() ->
                KinesisException.argument(
                    "StartingPosition of type %s needs SequenceNumber".formatted(type)));
    return shard
        .positionOf(number)
        .orElseThrow(() ->
            KinesisException.argument(
                "SequenceNumber %s of StartingPosition was not issued by %s"
                    .formatted(number, shard.id())));
  }

  private long timestamp(Parameters given) throws KinesisException {
    long millis =
        given
            .timestampMillis("Timestamp")
            .orElseThrow(() ->
                KinesisException.argument("StartingPosition of type AT_TIMESTAMP needs Timestamp"));
    long now = common.nowMillis();
    if (millis > now) {
      throw KinesisException.argument(
          "Timestamp of StartingPosition is %d ms since the epoch, must not be later than now (%d)"
              .formatted(millis, now));
    }
    return millis;
  }

  private Refusal anotherExists(Stream stream, Shard shard, StreamConsumer consumer) {
    return refusal(
        ErrorType.RESOURCE_IN_USE,
        "Another active subscription exists for this consumer: %s:%s:%s:%s"
            .formatted(common.accountId(), stream.name(), shard.id(), consumer.name()));
  }

  /** Why a subscription cannot go on: its stream or consumer is gone. */
  private Optional<Refusal> ended(Stream stream, StreamConsumer consumer) {
    boolean streamThere =
        common.directory().find(stream.name()).filter(found -> found == stream).isPresent();
    if (!streamThere) {
      return Optional.of(
          refusal(ErrorType.RESOURCE_NOT_FOUND, common.streams().notFound(stream.name()).text()));
    }
    boolean consumerThere =
        consumers.of(stream).stream()
            .anyMatch(one ->
                one.arn().equals(consumer.arn())
                    && consumers.status(one) != Consumers.Status.DELETING);
    return consumerThere
        ? Optional.empty()
        : Optional.of(
            refusal(
                ErrorType.RESOURCE_NOT_FOUND,
                "Consumer %s under stream %s not found for account %s."
                    .formatted(consumer.name(), stream.name(), common.accountId())));
  }

  private static Refusal refusal(ErrorType type, String message) {
    return new Refusal(type.status(), type.wireName(), message);
  }
}
