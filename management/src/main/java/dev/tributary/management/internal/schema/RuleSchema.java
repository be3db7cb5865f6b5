package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code rule_engine} and its rules. */
public final class RuleSchema {

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final int ACTIONS_MAX = 1_000;
  private static final int NESTING_MAX = 128;

  /** Rules are held against the node's own limits when they are put into service. */
  private static final SqlLimits WIDEST =
      new SqlLimits(Types.TEXT_CHARACTERS_MAX, NESTING_MAX, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private RuleSchema() {}

  /** {@code rule_engine} of the configuration file. */
  public static ObjectSchema ruleEngine() {
    return ObjectSchema.describedAs("Rules and what holds for all of them.")
        .including(options())
        .nested("limits", limits())
        .nested("kv_store", keyValueStore())
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
            "Whether rules pass over messages on topics that begin with `$SYS/`, and events of such messages.")
        .withDefault(
            "jq_function_default_timeout",
            Types.duration(MILLISECOND, Duration.ofHours(1)),
            "10s",
            "How long the SQL function `jq` may run when its call names no limit. More than 10s counts as 10s,"
                + " for the connection waits; most programs reach the limit of steps of `jq` long before.")
        .build();
  }

  /** What rules may cost. The defaults are {@code RuleLimits.defaults()}. */
  private static ObjectSchema limits() {
    return ObjectSchema.describedAs(
            "What rules may cost. A rule beyond them is refused, or fails with a counted error. Read at the start.")
        .withDefault("max_rules", Types.integer(1, 1_000_000), 10_000L, "Rules, enabled or not.")
        .withDefault(
            "max_actions_per_rule",
            Types.integer(1, ACTIONS_MAX),
            64L,
            "Elements of a rule's `actions`.")
        .withDefault(
            "max_sources_per_rule",
            Types.integer(1, 1_000),
            64L,
            "Topic filters and events in FROM.")
        .withDefault(
            "max_topic_levels", Types.integer(1, 1_000), 128L, "Levels of a topic filter in FROM.")
        .withDefault(
            "max_sql_length",
            Types.integer(1, Types.TEXT_CHARACTERS_MAX),
            (long) Types.TEXT_CHARACTERS_MAX,
            "Characters of a rule's SQL.")
        .withDefault(
            "max_sql_nesting",
            Types.integer(1, NESTING_MAX),
            64L,
            "Nesting of expressions in the SQL: brackets, calls, CASE.")
        .withDefault(
            "max_steps",
            Types.integer(1, 100_000_000),
            1_000_000L,
            "What a rule may do for one message: expressions run, values compared, steps of paths, and one"
                + " for every 32 bytes that a function looks at.")
        .withDefault(
            "max_value_bytes",
            Types.bytes(1, 1L << 30),
            "16MB",
            "Bytes of text and elements of lists that a rule may make for one message.")
        .build();
  }

  private static ObjectSchema keyValueStore() {
    return ObjectSchema.describedAs(
            "What `kv_store_put` keeps, for all rules together, in memory. A full store refuses what is new. Read at"
                + " the start.")
        .withDefault("max_entries", Types.integer(1, 100_000_000), 100_000L, "Keys.")
        .withDefault(
            "max_bytes",
            Types.bytes(1, 1L << 40),
            "64MB",
            "Bytes of keys and values, counted roughly.")
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
            Types.listOf(new RuleActionType(), ACTIONS_MAX),
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

  /** {@code args} of a republish, for the reference. */
  public static ObjectSchema republishArgs() {
    return RepublishSchema.args();
  }

  private static void compile(String sql) {
    try {
      RuleSql.compile(sql, WIDEST);
    } catch (RuleSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
