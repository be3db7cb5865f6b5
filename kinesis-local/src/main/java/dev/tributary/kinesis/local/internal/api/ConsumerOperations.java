package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Consumers.Registered;
import dev.tributary.kinesis.local.internal.api.Consumers.Status;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.api.Tokens.Kind;
import dev.tributary.kinesis.local.internal.api.Tokens.Token;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamConsumer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * RegisterStreamConsumer, DescribeStreamConsumer, ListStreamConsumers, DeregisterStreamConsumer.
 */
final class ConsumerOperations {
  private static final int PAGE_MAX = 100;

  /** Kinesis limits: consumers of a stream, and of one in on-demand advantage mode. */
  private static final int CONSUMERS_MAX = 20;

  private static final int CONSUMERS_MAX_ADVANTAGE = 50;

  /** Kinesis limit: consumers of a stream that are being created at the same time. */
  private static final int CREATING_MAX = 5;

  private final Common common;
  private final Streams streams;
  private final Consumers consumers;
  private final Commitment commitment;

  ConsumerOperations(Common common, Consumers consumers, Commitment commitment) {
    this.common = common;
    this.streams = common.streams();
    this.consumers = consumers;
    this.commitment = commitment;
  }

  void register(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String name = parameters.requiredText("ConsumerName");
    SortedMap<String, String> tags =
        Tags.checked(
            new Tags.Owner("consumer", name, common.accountId()), parameters.textsByKey("Tags"));
    Stream stream = streams.present(streams.addressed(parameters));
    checkRoom(stream, name);
    long now = common.nowMillis();
    StreamConsumer consumer =
        new StreamConsumer(
            name,
            Consumers.arn(stream, name, now),
            now,
            now + common.settings().stateChange().toMillis(),
            Long.MAX_VALUE,
            tags,
            Optional.empty());
    store(stream, consumer);
    answer.object("Consumer");
    members(consumer, answer);
    answer.end();
  }

  private void checkRoom(Stream stream, String name) throws KinesisException {
    List<StreamConsumer> present = consumers.of(stream);
    if (present.stream().anyMatch(consumer -> consumer.name().equals(name))) {
      throw new KinesisException(
          ErrorType.RESOURCE_IN_USE,
          "Consumer %s under stream %s already exists for account %s."
              .formatted(name, stream.name(), common.accountId()));
    }
    int max = consumersMax(stream);
    if (present.size() >= max) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "Stream %s under account %s has %d registered consumers, which is the limit."
              .formatted(stream.name(), common.accountId(), max));
    }
    long creating =
        present.stream().filter(one -> consumers.status(one) == Status.CREATING).count();
    if (common.countsEnforced() && creating >= CREATING_MAX) {
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "Stream %s under account %s has %d consumers in state CREATING, which is the limit."
              .formatted(stream.name(), common.accountId(), creating));
    }
  }

  private int consumersMax(Stream stream) {
    return switch (stream.settings().mode()) {
      case PROVISIONED -> CONSUMERS_MAX;
      case ON_DEMAND -> commitment.holds() ? CONSUMERS_MAX_ADVANTAGE : CONSUMERS_MAX;
    };
  }

  void describe(Call call, Answer answer) throws IOException, KinesisException {
    Registered found = consumers.addressed(call.parameters());
    answer.object("ConsumerDescription");
    members(found.consumer(), answer);
    answer.text("StreamARN", found.stream().arn()).end();
  }

  /** It is DELETING for as long as state changes take; doing it again changes nothing. */
  void deregister(Call call, Answer answer) throws IOException, KinesisException {
    Registered found = consumers.addressed(call.parameters());
    StreamConsumer consumer = found.consumer();
    if (consumers.status(consumer) != Status.DELETING) {
      store(
          found.stream(),
          new StreamConsumer(
              consumer.name(),
              consumer.arn(),
              consumer.createdMillis(),
              consumer.activeMillis(),
              common.nowMillis() + common.settings().stateChange().toMillis(),
              consumer.tags(),
              consumer.resourcePolicy()));
    }
  }

  /** Those that are gone by now are not kept any longer. */
  private void store(Stream stream, StreamConsumer changed) {
    SortedMap<String, StreamConsumer> all = new TreeMap<>();
    consumers.of(stream).forEach(consumer -> all.put(consumer.name(), consumer));
    all.put(changed.name(), changed);
    common.directory().change(stream, settings -> settings.withConsumers(all));
  }

  void list(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = streams.addressed(parameters);
    Optional<String> token = parameters.text("NextToken");
    if (token.isPresent() && parameters.has("StreamCreationTimestamp")) {
      throw KinesisException.argument(
          "NextToken and StreamCreationTimestamp cannot be provided together.");
    }
    streams.checkCreated(stream, parameters);
    String after = token.isPresent() ? after(stream, token.get()) : "";
    int limit = Math.min(parameters.integer("MaxResults").orElse(PAGE_MAX), PAGE_MAX);
    List<StreamConsumer> rest =
        consumers.of(stream).stream().filter(one -> one.name().compareTo(after) > 0).toList();
    List<StreamConsumer> page = rest.subList(0, Math.min(limit, rest.size()));
    answer.list("Consumers");
    for (StreamConsumer consumer : page) {
      answer.object();
      members(consumer, answer);
      answer.end();
    }
    answer.end();
    if (rest.size() > limit) {
      answer.text("NextToken", common.tokens().seal(nextPage(stream, page.getLast())));
    }
  }

  private String after(Stream stream, String text) throws KinesisException {
    Token token = common.tokens().openPage(Kind.CONSUMERS_PAGE, text, common.nowMillis());
    if (!token.stream().startsWith(stream.name() + '/')
        || token.incarnation() != stream.incarnation()) {
      throw KinesisException.argument("NextToken was given for another stream");
    }
    return token.stream().substring(stream.name().length() + 1);
  }

  private Token nextPage(Stream stream, StreamConsumer last) {
    return new Token(
        Kind.CONSUMERS_PAGE,
        stream.name() + '/' + last.name(),
        stream.incarnation(),
        0,
        0,
        common.nowMillis());
  }

  private void members(StreamConsumer consumer, Answer answer) throws IOException {
    answer
        .text("ConsumerName", consumer.name())
        .text("ConsumerARN", consumer.arn())
        .text("ConsumerStatus", consumers.status(consumer).name())
        .timestamp("ConsumerCreationTimestamp", consumer.createdMillis());
  }
}
