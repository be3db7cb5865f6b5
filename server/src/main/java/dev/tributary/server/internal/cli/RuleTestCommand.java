package dev.tributary.server.internal.cli;

import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.SqlTrial;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import dev.tributary.server.internal.node.NodeContext;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary rule test}: what a rule makes of a message. Needs no server. */
@Command(
    name = "test",
    description = {
      "Run SQL on a message and print its output as JSON.",
      "Fields of the message that are not given have sample values."
    },
    footer = {
      "",
      "Exit codes: 1 the rule failed, 2 the SQL is wrong, 3 the message does not match."
    },
    sortOptions = false)
final class RuleTestCommand extends HelpOption implements Callable<Integer> {

  private static final int NO_MATCH = 3;

  @Option(names = "--sql", required = true, description = "The rule.")
  private String sql = "";

  @Option(
      names = "--payload",
      defaultValue = "",
      description = "The message's payload (default: empty).")
  private String payload = "";

  @Option(
      names = "--topic",
      defaultValue = "t/1",
      description = "The message's topic (default: ${DEFAULT-VALUE}).")
  private String topic = "t/1";

  @Option(
      names = "--clientid",
      defaultValue = "c_1",
      description = "Who published it (default: ${DEFAULT-VALUE}).")
  private String clientId = "c_1";

  @Option(
      names = "--qos",
      defaultValue = "1",
      description = "Its quality of service (default: ${DEFAULT-VALUE}).")
  private int qos = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (qos < 0 || qos > 2) {
      throw new CommandFailure("--qos %d is not valid: expected 0, 1 or 2".formatted(qos), 2);
    }
    var context =
        new NodeContext(
            InstantSource.system(), "tributary@127.0.0.1", ZoneId.systemDefault(), System.getenv());
    var engine = new RuleEngine(new ActionDirectory(), context, InstantSource.system(), _ -> {});
    return switch (engine.test(sql, message())) {
      case SqlTrial.Output(Value value) -> {
        spec.commandLine().getOut().println(Json.writeText(value));
        spec.commandLine().getOut().flush();
        yield 0;
      }
      case SqlTrial.NoMatch() -> {
        spec.commandLine().getErr().println("the message does not match the rule");
        yield NO_MATCH;
      }
      case SqlTrial.BadSql bad ->
          throw new CommandFailure("the SQL is wrong: " + bad.problem().getMessage(), 2);
      case SqlTrial.Failed(String message) ->
          throw new CommandFailure("the rule failed: " + message);
    };
  }

  private Value.Map message() {
    return Value.Map.builder()
        .put("event_type", Value.of("message_publish"))
        .put("topic", Value.of(topic))
        .put("payload", Value.of(payload))
        .put("clientid", Value.of(clientId))
        .put("qos", Value.of(qos))
        .build();
  }
}
