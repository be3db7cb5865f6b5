package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Consumers.Registered;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamConsumer;
import java.util.Optional;

/** Finds the stream or consumer that is meant by ResourceARN, or says why not. */
final class Resources {
  private final Streams streams;
  private final Consumers consumers;

  Resources(Streams streams, Consumers consumers) {
    this.streams = streams;
    this.consumers = consumers;
  }

  /** For what AWS does with consumers that are ACTIVE only. */
  Resource active(Parameters parameters) throws KinesisException {
    Resource resource = addressed(parameters);
    if (resource instanceof Resource.OfConsumer(Stream stream, StreamConsumer consumer)
        && consumers.status(consumer) != Consumers.Status.ACTIVE) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE,
          "Consumer %s with creation timestamp %d under stream %s and account %s is not in ACTIVE status."
              .formatted(
                  consumer.name(),
                  consumer.createdMillis() / 1000,
                  stream.name(),
                  streams.accountId()));
    }
    return resource;
  }

  Resource addressed(Parameters parameters) throws KinesisException {
    String arn = parameters.requiredText("ResourceARN");
    if (Consumers.isConsumer(arn)) {
      Registered found = consumers.identified(arn);
      return new Resource.OfConsumer(found.stream(), found.consumer());
    }
    return new Resource.OfStream(
        streams.present(streams.addressed(Optional.empty(), Optional.of(arn))));
  }
}
