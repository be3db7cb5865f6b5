package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the stream and the shard that a request means, or says why not. */
final class Streams {
  private static final int DIGITS_MAX = 18;

  private final StreamDirectory directory;
  private final InstantSource clock;
  private final String accountId;

  Streams(StreamDirectory directory, InstantSource clock, String accountId) {
    this.directory = directory;
    this.clock = clock;
    this.accountId = accountId;
  }

  String accountId() {
    return accountId;
  }

  /**
   * By StreamName, StreamARN or both. Not by StreamId, which the API reference calls reserved: SDKs
   * send requests that have one to a host of AWS, whatever endpoint they were given.
   */
  Stream addressed(Parameters parameters) throws KinesisException {
    return addressed(parameters.text("StreamName"), parameters.text("StreamARN"));
  }

  Stream addressed(Optional<String> name, Optional<String> arn) throws KinesisException {
    if (arn.isEmpty()) {
      return named(name.orElseThrow(Streams::unaddressed));
    }
    String inArn = arn.get().substring(arn.get().indexOf('/') + 1);
    if (name.isPresent() && !name.get().equals(inArn)) {
      throw KinesisException.argument(
          "StreamName %s and StreamARN %s mean different streams".formatted(name.get(), arn.get()));
    }
    Stream stream = named(inArn);
    if (!stream.arn().equals(arn.get())) {
      throw KinesisException.notFound(
          "Stream %s not found; the stream of that name here is %s"
              .formatted(arn.get(), stream.arn()));
    }
    return stream;
  }

  private static KinesisException unaddressed() {
    return KinesisException.argument("Either StreamName or StreamARN should be provided.");
  }

  Stream named(String name) throws KinesisException {
    return directory.find(name).orElseThrow(() -> notFound(name));
  }

  /** A stream with shards to read and write: one that is being created does not have them yet. */
  Stream usable(Stream stream) throws KinesisException {
    if (stream.status(clock.millis()) == StreamStatus.CREATING) {
      throw notFound(stream.name());
    }
    return stream;
  }

  /** For operations that AWS performs on streams that are ACTIVE only. */
  Stream active(Stream stream) throws KinesisException {
    StreamStatus status = stream.status(clock.millis());
    if (status != StreamStatus.ACTIVE) {
      throw inUse(stream, status);
    }
    return stream;
  }

  /** For operations that AWS performs also while a stream is UPDATING. */
  Stream present(Stream stream) throws KinesisException {
    StreamStatus status = stream.status(clock.millis());
    return switch (status) {
      case ACTIVE, UPDATING -> stream;
      case CREATING, DELETING -> throw inUse(stream, status);
    };
  }

  /** StreamCreationTimestamp tells streams of the same name apart; AWS compares seconds. */
  void checkCreated(Stream stream, Parameters parameters) throws KinesisException {
    OptionalLong given = parameters.timestampMillis("StreamCreationTimestamp");
    if (given.isPresent() && given.getAsLong() / 1000 != stream.createdMillis() / 1000) {
      throw notFound(stream.name());
    }
  }

  KinesisException inUse(Stream stream, StreamStatus status) {
    return new KinesisException(
        ErrorType.RESOURCE_IN_USE,
        "Stream %s under account %s not ACTIVE, instead in state %s"
            .formatted(stream.name(), accountId, status));
  }

  /**
   * The id of a shard that a request names, which AWS looks at before it looks for the stream. It
   * goes by the number behind the last hyphen: "shard-7" is shardId-000000000007.
   */
  String shardId(Parameters parameters, String member) throws KinesisException {
    String stream = parameters.streamName();
    if (stream == null) {
      throw unaddressed();
    }
    String id = parameters.requiredText(member);
    String digits = id.substring(id.lastIndexOf('-') + 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw noShard(stream, id);
    }
    return "shardId-%012d".formatted(Long.parseLong(digits));
  }

  /** A shard that is to be changed. */
  Shard shard(Stream stream, String id) throws KinesisException {
    return stream.shard(id).orElseThrow(() -> noShard(stream.name(), id));
  }

  private KinesisException noShard(String stream, String id) {
    return KinesisException.notFound(
        "Could not find shard %s in stream %s under account %s.".formatted(id, stream, accountId));
  }

  /** A shard that is to be read: of a stream that there is not, AWS says that the shard is not. */
  Shard readable(String stream, String id) throws KinesisException {
    return directory
        .find(stream)
        .flatMap(found -> found.shard(id))
        .orElseThrow(() ->
            KinesisException.notFound(
                "Shard %s in stream %s under account %s does not exist"
                    .formatted(id, stream, accountId)));
  }

  KinesisException notFound(String name) {
    return KinesisException.notFound(
        "Stream %s under account %s not found.".formatted(name, accountId));
  }
}
