package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Shard;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamStatus;
import java.time.InstantSource;
import java.util.Optional;

/** Finds the stream and the shard that a request means, or says why not. */
final class Streams {
  private final StreamDirectory directory;
  private final InstantSource clock;
  private final String accountId;

  Streams(StreamDirectory directory, InstantSource clock, String accountId) {
    this.directory = directory;
    this.clock = clock;
    this.accountId = accountId;
  }

  /** By StreamName, StreamARN or both. */
  Stream addressed(Parameters parameters) throws KinesisException {
    return addressed(
        parameters.text("StreamName", TextRule.STREAM_NAME),
        parameters.text("StreamARN", TextRule.STREAM_ARN));
  }

  Stream addressed(Optional<String> name, Optional<String> arn) throws KinesisException {
    if (arn.isEmpty()) {
      return named(
          name.orElseThrow(
              () -> KinesisException.argument("StreamName or StreamARN has to be given")));
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
  KinesisException notActive(Stream stream) {
    return new KinesisException(
        ErrorType.RESOURCE_IN_USE,
        "Stream %s under account %s is %s, must be ACTIVE"
            .formatted(stream.name(), accountId, stream.status(clock.millis())));
  }

  Shard shard(Stream stream, String id) throws KinesisException {
    return stream
        .shard(id)
        .orElseThrow(() ->
            KinesisException.notFound(
                "Could not find shard %s in stream %s under account %s."
                    .formatted(id, stream.name(), accountId)));
  }

  KinesisException notFound(String name) {
    return KinesisException.notFound(
        "Stream %s under account %s not found.".formatted(name, accountId));
  }
}
