package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Consumers.Registered;
import java.util.Optional;

/** Finds the stream or consumer that is meant by ResourceARN, or says why not. */
final class Resources {
  private final Streams streams;
  private final Consumers consumers;

  Resources(Streams streams, Consumers consumers) {
    this.streams = streams;
    this.consumers = consumers;
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
