package dev.tributary.server.internal.bridge;

import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RecordSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.UndefinedKey;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.server.internal.node.NodeContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** An engine with one rule, which sends everything to one action. */
final class Rules {

  static final String NODE = "node@test";
  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_800_000_000_000L));

  private Rules() {}

  static RuleEngine all(String ruleId, FakeAction action)
      throws TemplateException, RuleSyntaxException {
    ActionDirectory directory = new ActionDirectory();
    directory.put(
        FakeAction.ID,
        new RecordSpec("${payload}", "${clientid}", null, UndefinedKey.FAIL),
        action);
    NodeContext context = new NodeContext(CLOCK, NODE, ZoneOffset.UTC, Map.of());
    RuleEngine rules = new RuleEngine(directory, context, CLOCK, line -> {});
    rules.put(
        new RuleDefinition(
            ruleId,
            "SELECT * FROM '#'",
            List.of(RuleAction.reference(FakeAction.ID)),
            true,
            "",
            ""));
    return rules;
  }
}
