package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamConsumer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds the registered consumer that a request means, or says why not; knows their states. */
final class Consumers {
  private static final String IN_ARN = "/consumer/";

  private final Streams streams;
  private final InstantSource clock;

  Consumers(Streams streams, InstantSource clock) {
    this.streams = streams;
    this.clock = clock;
  }

  /** A consumer and its stream. */
  record Registered(Stream stream, StreamConsumer consumer) {}

  /** The states of a consumer by their names in the API. */
  enum Status {
    CREATING,
    ACTIVE,
    DELETING
  }

  Status status(StreamConsumer consumer) {
    if (consumer.goneMillis() != Long.MAX_VALUE) {
      return Status.DELETING;
    }
    return clock.millis() < consumer.activeMillis() ? Status.CREATING : Status.ACTIVE;
  }

  /** Those that exist, in the order of their names. */
  List<StreamConsumer> of(Stream stream) {
    return stream.settings().consumers().values().stream().filter(this::exists).toList();
  }

  private boolean exists(StreamConsumer consumer) {
    return clock.millis() < consumer.goneMillis();
  }

  /** By ConsumerARN, or by StreamARN and ConsumerName, or by all if they mean the same. */
  Registered addressed(Parameters parameters) throws KinesisException {
    Optional<String> arn = parameters.text("ConsumerARN");
    Optional<String> name = parameters.text("ConsumerName");
    boolean streamGiven = parameters.has("StreamARN");
    if (arn.isEmpty() && (name.isEmpty() || !streamGiven)) {
      throw KinesisException.argument(
          "Either ConsumerARN, or StreamARN and ConsumerName, should be provided.");
    }
    if (arn.isEmpty()) {
      return named(streams.addressed(parameters), name.get());
    }
    Registered found = identified(arn.get());
    if (name.isPresent() && !name.get().equals(found.consumer().name())) {
      throw KinesisException.argument(
          "ConsumerName %s and ConsumerARN %s mean different consumers"
              .formatted(name.get(), arn.get()));
    }
    if (streamGiven && streams.addressed(parameters) != found.stream()) {
      throw KinesisException.argument(
          "ConsumerARN %s is not a consumer of the stream that is given".formatted(arn.get()));
    }
    return found;
  }

  Registered identified(String arn) throws KinesisException {
    int at = arn.indexOf(IN_ARN);
    Stream stream = streams.addressed(Optional.empty(), Optional.of(arn.substring(0, at)));
    return of(stream).stream()
        .filter(consumer -> consumer.arn().equals(arn))
        .findFirst()
        .map(consumer -> new Registered(stream, consumer))
        .orElseThrow(() -> notFound(stream, nameIn(arn.substring(at + IN_ARN.length()))));
  }

  /** Without the time behind it, if there is one. */
  private static String nameIn(String nameAndTime) {
    int colon = nameAndTime.lastIndexOf(':');
    return colon < 0 ? nameAndTime : nameAndTime.substring(0, colon);
  }

  static boolean isConsumer(String arn) {
    return arn.contains(IN_ARN);
  }

  static String arn(Stream stream, String name, long createdMillis) {
    return stream.arn() + IN_ARN + name + ':' + createdMillis / 1000;
  }

  private Registered named(Stream stream, String name) throws KinesisException {
    return of(stream).stream()
        .filter(consumer -> consumer.name().equals(name))
        .findFirst()
        .map(consumer -> new Registered(stream, consumer))
        .orElseThrow(() -> notFound(stream, name));
  }

  private KinesisException notFound(Stream stream, String name) {
    return KinesisException.notFound(
        "Consumer %s under stream %s not found for account %s."
            .formatted(name, stream.name(), streams.accountId()));
  }
}
