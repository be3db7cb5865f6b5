package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.internal.cli.CommandFailure;
import dev.tributary.server.internal.cli.HelpOption;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What the commands of {@code tributary streams} have in common. */
abstract class StreamsCall extends HelpOption implements Runnable {

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Does it, and prints what came of it. */
  abstract void call(KinesisClient kinesis) throws InterruptedException;

  /** Asked before the first call; fails if it must not be done. */
  void check(KinesisPlace place) {}

  @Override
  public final void run() {
    KinesisPlace place = aws.place();
    check(place);
    try (KinesisClient kinesis = aws.client()) {
      call(kinesis);
      out().flush();
    } catch (SdkException e) {
      throw KinesisFailure.of(e, place);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  final boolean isJson() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final void print(JsonNode node) {
    out().println(node.toPrettyString());
  }

  /** Something that goes on, for people. */
  final void notice(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  final CommandFailure wrong(String text) {
    return new CommandFailure(text, 2);
  }
}
