package dev.tributary.server.internal.cli;

import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.SqlTrial;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.server.internal.node.NodeContext;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary rule test}: what a rule makes of a message or event. Needs no server. */
@Command(
    name = "test",
    description = {
      "Run SQL on a message or event and print its output as JSON.",
      "Fields that are not given have sample values."
    },
    footer = {
      "",
      "Exit codes: 1 the rule failed, 2 the SQL is wrong, 3 the message does not match."
    },
    sortOptions = false)
final class RuleTestCommand extends HelpOption implements Callable<Integer> {

  private static final int NO_MATCH = 3;

  @Option(names = "--sql", required = true, description = "The rule, or @FILE that holds it.")
  private String sql = "";

  @Mixin private TrialOptions trial = new TrialOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String rule = sql.startsWith("@") ? InputArgument.text("--sql", sql) : sql;
    var context =
        new NodeContext(
            InstantSource.system(), "tributary@127.0.0.1", ZoneId.systemDefault(), System.getenv());
    var engine = new RuleEngine(new ActionDirectory(), context, InstantSource.system(), _ -> {});
    return switch (engine.test(rule, trial.context(rule))) {
      case SqlTrial.Output(Value value) -> {
        spec.commandLine().getOut().println(Json.writeText(value));
        spec.commandLine().getOut().flush();
        yield 0;
      }
      case SqlTrial.NoMatch() -> {
        spec.commandLine().getErr().println("the message does not match the rule");
        yield NO_MATCH;
      }
      case SqlTrial.BadSql(RuleSyntaxException problem) -> throw badSql(rule, problem);
      case SqlTrial.Failed(String message) ->
          throw new CommandFailure("the rule failed: " + message);
    };
  }

  private static CommandFailure badSql(String rule, RuleSyntaxException problem) {
    String excerpt = SqlExcerpt.of(rule, problem);
    return new CommandFailure(
        "the SQL is wrong: "
            + problem.getMessage()
            + (excerpt.isEmpty() ? "" : "\n\n" + excerpt.indent(2).stripTrailing()),
        2);
  }
}
