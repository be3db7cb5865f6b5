package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code rule_engine} and its rules. */
public final class RuleSchema {

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private RuleSchema() {}

  /** {@code rule_engine} of the configuration file. */
  public static ObjectSchema ruleEngine() {
    return ObjectSchema.describedAs("Rules and what holds for all of them.")
        .including(options())
        .withDefault(
            "rules",
            ByName.of(Names.RULE, Names.RULE_EXPECTED, rule()),
            Map.of(),
            "Rules by their id.")
        .build();
  }

  /** What {@code PUT /rule_engine} may change. */
  public static ObjectSchema options() {
    return ObjectSchema.describedAs("What holds for all rules.")
        .withDefault(
            "ignore_sys_message",
            Types.flag(),
            true,
            "Whether rules pass over messages on topics that begin with `$SYS/`.")
        .withDefault(
            "jq_function_default_timeout",
            Types.duration(MILLISECOND, Duration.ofHours(1)),
            "10s",
            "How long the SQL function `jq` may run when its call names no limit. Kept and shown, without"
                + " effect: this version has no `jq` yet.")
        .build();
  }

  public static ObjectSchema rule() {
    return ObjectSchema.describedAs("One rule: which messages, what of them, and where to.")
        .required(
            "sql",
            Types.text("SQL of a rule, such as SELECT * FROM \"t/#\"", RuleSchema::compile),
            "`SELECT … FROM … WHERE …`.")
        .withDefault(
            "actions",
            Types.listOf(new RuleActionType(), 100),
            List.of(),
            "What is done with the result: `\"kinesis:name\"`, `{function: republish, args: {…}}` or"
                + " `{function: console}`.")
        .withDefault("enable", Types.flag(), true, "Whether it runs.")
        .withDefault("name", new LenientText(4_096), "", "For people.")
        .withDefault("description", new LenientText(4_096), "", "For people.")
        .optional(
            "metadata",
            Types.anything("any value", _ -> {}),
            "For tools; kept, and never answered by REST.")
        .build();
  }

  private static void compile(String sql) {
    try {
      RuleSql.compile(sql);
    } catch (RuleSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
