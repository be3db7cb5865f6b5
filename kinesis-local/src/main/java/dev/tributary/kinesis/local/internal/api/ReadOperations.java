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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** GetShardIterator and GetRecords. */
final class ReadOperations {
  /** Kinesis limit: an iterator lives 5 minutes. */
  private static final long ITERATOR_MILLIS_MAX = Duration.ofMinutes(5).toMillis();

  /** Kinesis limit, per shard. */
  private static final int ITERATORS_PER_SECOND = 5;

  /** Kinesis limit of a GetRecords answer. */
  private static final int RECORDS_MAX = 10_000;

  private static final DateTimeFormatter AWS_TIME =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT);

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
    String shardId = streams.shardId(parameters, "ShardId");
    IteratorType type = parameters.requiredChoice("ShardIteratorType", IteratorType.class);
    Shard shard = streams.readable(String.valueOf(parameters.streamName()), shardId);
    Stream stream = streams.usable(streams.addressed(parameters));
    switch (type) {
      case TRIM_HORIZON, LATEST -> checkUnnumbered(parameters, type);
      case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, AT_TIMESTAMP -> {}
    }
    long position =
        switch (type) {
          case TRIM_HORIZON -> shard.oldestPosition();
          case LATEST -> shard.latestPosition();
          case AT_SEQUENCE_NUMBER -> numbered(parameters, type, stream, shard);
          case AFTER_SEQUENCE_NUMBER -> numbered(parameters, type, stream, shard) + 1;
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

  private long numbered(Parameters parameters, IteratorType type, Stream stream, Shard shard)
      throws KinesisException {
    Optional<String> number = parameters.text("StartingSequenceNumber");
    if (number.isEmpty()) {
      throw mismatch("Request specified %s and no StartingSequenceNumber.".formatted(type));
    }
    return shard.positionOf(number.get()).orElseThrow(() -> foreign(number.get(), stream, shard));
  }

  /** AWS tells a number of another shard, one of another stream, and one that is none at all. */
  private KinesisException foreign(String number, Stream stream, Shard shard) {
    for (Shard other : stream.shards()) {
      if (other.positionOf(number).isPresent()) {
        return KinesisException.argument(
            "Invalid StartingSequenceNumber. It encodes %s, while it was used in a call to a shard"
                    .formatted(other.id())
                + " with "
                + shard.id());
      }
    }
    boolean wellFormed = Shard.arrivalMillisOf(number) <= clock.millis();
    return KinesisException.argument(
        "StartingSequenceNumber %s used in GetShardIterator on shard %s in stream %s under account"
                .formatted(number, shard.id(), stream.name())
            + " %s is invalid%s"
                .formatted(
                    streams.accountId(),
                    wellFormed ? " because it did not come from this stream." : "."));
  }

  private static void checkUnnumbered(Parameters parameters, IteratorType type)
      throws KinesisException {
    if (parameters.has("StartingSequenceNumber")) {
      throw mismatch("Request specified %s and also a StartingSequenceNumber.".formatted(type));
    }
  }

  private static KinesisException mismatch(String why) {
    return KinesisException.argument(
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
            + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. "
            + why);
  }

  private long timestamp(Parameters parameters) throws KinesisException {
    long millis =
        parameters
            .timestampMillis("Timestamp")
            .orElseThrow(() ->
                KinesisException.argument(
                    "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP."
                        + " Current request has no timestamp parameter."));
    return checkedPast(millis, clock.millis());
  }

  static long checkedPast(long millis, long nowMillis) throws KinesisException {
    if (millis > nowMillis) {
      throw KinesisException.argument(
          ("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                  + " timestampInMillis: %d, currentTimestampInMillis: %d")
              .formatted(millis, nowMillis));
    }
    return millis;
  }

  void records(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.unadmitted();
    String iterator = parameters.requiredText("ShardIterator");
    int limit = parameters.integer("Limit").orElse(RECORDS_MAX);
    Token token = opened(iterator);
    call.admission().enter(token.stream());
    Shard shard = streams.readable(token.stream(), Shard.idOf(token.shard()));
    Stream stream = streams.named(token.stream());
    // Behind the end of a stream of that name that was deleted comes all of the present one.
    boolean same = stream.incarnation() == token.incarnation();
    long position = same ? token.position() : shard.oldestPosition();
    if (parameters.flag("DryRun")) {
      throw KinesisException.dryRun();
    }
    Shard.Page page = read(stream, shard, position, limit);
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
            .orElseThrow(() -> KinesisException.argument("Invalid ShardIterator."));
    long now = clock.millis();
    if (now - token.issuedMillis() > ITERATOR_MILLIS_MAX) {
      throw new KinesisException(
          ErrorType.EXPIRED_ITERATOR,
          ("Iterator expired. The iterator was created at time %s while right now it is %s which is"
                  + " further in the future than the tolerated delay of %d milliseconds.")
              .formatted(utc(token.issuedMillis()), utc(now), ITERATOR_MILLIS_MAX));
    }
    return token;
  }

  private static String utc(long millis) {
    return AWS_TIME.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
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
