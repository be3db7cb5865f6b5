package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.StoredRecord;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** GetShardIterator and GetRecords. */
final class ReadOperations {
  /** Kinesis limit: an iterator lives 5 minutes. */
  private static final long ITERATOR_MILLIS_MAX = Duration.ofMinutes(5).toMillis();

  /** Kinesis limit, per shard. */
  private static final int ITERATORS_PER_SECOND = 5;

  /** Kinesis limit of a GetRecords answer. */
  private static final int RECORDS_MAX = 10_000;

  private final Streams streams;
  private final Tokens tokens;
  private final KinesisLimits limits;
  private final RateExceeded rateExceeded;
  private final InstantSource clock;

  ReadOperations(
      Streams streams,
      Tokens tokens,
      KinesisLimits limits,
      RateExceeded rateExceeded,
      InstantSource clock) {
    this.streams = streams;
    this.tokens = tokens;
    this.limits = limits;
    this.rateExceeded = rateExceeded;
    this.clock = clock;
  }

  private enum IteratorType {
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER,
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP
  }

  void iterator(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String shardId = parameters.requiredText("ShardId");
    IteratorType type = parameters.requiredChoice("ShardIteratorType", IteratorType.class);
    Stream stream = streams.usable(streams.addressed(parameters));
    Shard shard = streams.shard(stream, shardId);
    long position =
        switch (type) {
          case TRIM_HORIZON -> shard.oldestPosition();
          case LATEST -> shard.latestPosition();
          case AT_SEQUENCE_NUMBER -> numbered(parameters, type, shard);
          case AFTER_SEQUENCE_NUMBER -> numbered(parameters, type, shard) + 1;
          case AT_TIMESTAMP -> shard.positionSince(timestamp(parameters));
        };
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    if (limits.controlPlane()
        && !shard.throughput().iterator(ITERATORS_PER_SECOND, clock.millis())) {
      throw readsExceeded(stream, shard);
    }
    answer.text("ShardIterator", iterator(stream, shard, position));
  }

  private static long numbered(Parameters parameters, IteratorType type, Shard shard)
      throws KinesisException {
    String number =
        parameters
            .text("StartingSequenceNumber")
            .orElseThrow(() -> KinesisException.argument(type + " needs StartingSequenceNumber"));
    return shard
        .positionOf(number)
        .orElseThrow(() ->
            KinesisException.argument(
                "StartingSequenceNumber %s was not issued by %s".formatted(number, shard.id())));
  }

  private long timestamp(Parameters parameters) throws KinesisException {
    long millis =
        parameters
            .timestampMillis("Timestamp")
            .orElseThrow(() -> KinesisException.argument("AT_TIMESTAMP needs Timestamp"));
    if (millis > clock.millis()) {
      throw KinesisException.argument(
          "Timestamp is %d ms since the epoch, must not be later than now (%d)"
              .formatted(millis, clock.millis()));
    }
    return millis;
  }

  void records(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.unadmitted();
    String iterator = parameters.requiredText("ShardIterator");
    int limit = parameters.integer("Limit").orElse(RECORDS_MAX);
    Token token = opened(iterator);
    call.admission().enter(token.stream());
    Stream stream = streams.named(token.stream());
    if (stream.incarnation() != token.incarnation()) {
      throw streams.notFound(token.stream());
    }
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    Shard shard = streams.shard(stream, Shard.idOf(token.shard()));
    Shard.Page page = read(stream, shard, token.position(), limit);
    RecordMembers.records(page.records(), answer);
    answer.number("MillisBehindLatest", page.millisBehindLatest());
    if (page.children().isEmpty()) {
      answer.text("NextShardIterator", iterator(stream, shard, page.nextPosition()));
    } else {
      DescribeOperations.children(page.children(), answer);
    }
  }

  private Shard.Page read(Stream stream, Shard shard, long position, int limit)
      throws KinesisException {
    long now = clock.millis();
    if (!shard.throughput().read(limits, now)) {
      throw readsExceeded(stream, shard);
    }
    Shard.Page page = shard.read(position, limit, now);
    long bytes = 0;
    for (StoredRecord record : page.records()) {
      bytes += record.data().length + record.partitionKey().length();
    }
    shard.throughput().wasRead(limits, bytes);
    return page;
  }

  private KinesisException readsExceeded(Stream stream, Shard shard) {
    return new KinesisException(
        ErrorType.PROVISIONED_THROUGHPUT_EXCEEDED, rateExceeded.reading(stream, shard));
  }

  private Token opened(String iterator) throws KinesisException {
    Token token =
        tokens
            .open(Kind.SHARD_ITERATOR, iterator)
            .orElseThrow(() ->
                KinesisException.argument(
                    "ShardIterator was not given by a GetShardIterator or GetRecords of this"
                        + " run"));
    long age = clock.millis() - token.issuedMillis();
    if (age > ITERATOR_MILLIS_MAX) {
      throw new KinesisException(
          ErrorType.EXPIRED_ITERATOR,
          "ShardIterator is %d ms old, must be used within %d ms"
              .formatted(age, ITERATOR_MILLIS_MAX));
    }
    return token;
  }

  private String iterator(Stream stream, Shard shard, long position) {
    return tokens.seal(
        new Token(
            Kind.SHARD_ITERATOR,
            stream.name(),
            stream.incarnation(),
            shard.index(),
            position,
            clock.millis()));
  }
}
