package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tributary.server.internal.cli.CommandFailure;
import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** {@code tributary streams delete}. */
@Command(name = "delete", description = "Delete a stream with all its records.")
final class DeleteStream extends StreamsCall {

  @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
  private String stream = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether that is meant.")
  private boolean yes;

  @Option(
      names = "--with-consumers",
      description = "Also if consumers are registered, which then go with it.")
  private boolean withConsumers;

  @Option(names = "--no-wait", description = "Do not wait until the stream is gone.")
  private boolean noWait;

  @Override
  void check(KinesisPlace place) {
    if (yes) {
      return;
    }
    String question = "Delete %s with all its records at %s".formatted(stream, place.text());
    // JDK 22 to 24 have a console also where nobody sits at it, others have none.
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() -> wrong(question + "? Nobody can be asked here: say --yes"));
    String answer = console.readLine("%s? [y/N] ", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new CommandFailure("nothing was deleted");
    }
  }

  @Override
  void call(KinesisClient kinesis) throws InterruptedException {
    kinesis.deleteStream(
        request -> request.streamName(stream).enforceConsumerDeletion(withConsumers ? true : null));
    if (!noWait) {
      new StreamWait(kinesis, this::notice).untilGone(stream);
    }
    if (isJson()) {
      print(JsonNodeFactory.instance.objectNode().put("deleted", stream));
    } else {
      out().printf("deleted %s%n", stream);
    }
  }
}
