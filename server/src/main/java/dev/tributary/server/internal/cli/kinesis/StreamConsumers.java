package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;

/** {@code tributary streams consumers}. */
@Command(
    name = "consumers",
    description = "List, register or deregister consumers of enhanced fan-out.")
final class StreamConsumers extends StreamsCall {

  @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Option(names = "--register", paramLabel = "NAME", description = "Register a consumer first.")
  private @Nullable String register;

  @Option(names = "--deregister", paramLabel = "NAME", description = "Deregister a consumer first.")
  private @Nullable String deregister;

  @Override
  void call(KinesisClient kinesis) throws InterruptedException {
    var wait = new StreamWait(kinesis, this::notice);
    String arn = wait.summary(stream).streamARN();
    String gone = deregister;
    if (gone != null) {
      kinesis.deregisterStreamConsumer(request -> request.streamARN(arn).consumerName(gone));
      wait.until(
          "consumer " + gone,
          () -> consumers(kinesis, arn).stream().noneMatch(c -> c.consumerName().equals(gone)),
          () -> "DELETING");
    }
    String added = register;
    if (added != null) {
      kinesis.registerStreamConsumer(request -> request.streamARN(arn).consumerName(added));
      wait.until("consumer " + added, () -> isActive(kinesis, arn, added), () -> "CREATING");
    }
    print(consumers(kinesis, arn));
  }

  private static boolean isActive(KinesisClient kinesis, String arn, String name) {
    return consumers(kinesis, arn).stream()
        .anyMatch(consumer ->
            consumer.consumerName().equals(name)
                && consumer.consumerStatus() == ConsumerStatus.ACTIVE);
  }

  private static List<Consumer> consumers(KinesisClient kinesis, String arn) {
    return kinesis.listStreamConsumersPaginator(request -> request.streamARN(arn)).stream()
        .flatMap(page -> page.consumers().stream())
        .toList();
  }

  private void print(List<Consumer> consumers) {
    if (isJson()) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      for (Consumer consumer : consumers) {
        all.addObject()
            .put("ConsumerName", consumer.consumerName())
            .put("ConsumerARN", consumer.consumerARN())
            .put("ConsumerStatus", consumer.consumerStatusAsString())
            .put("ConsumerCreationTimestamp", String.valueOf(consumer.consumerCreationTimestamp()));
      }
      print(all);
    } else if (consumers.isEmpty()) {
      notice("%s has no consumers".formatted(stream));
    } else {
      var table = new Table("CONSUMER", "STATUS", "ARN");
      consumers.forEach(consumer ->
          table.row(
              consumer.consumerName(), consumer.consumerStatusAsString(), consumer.consumerARN()));
      table.print(out());
    }
  }
}
