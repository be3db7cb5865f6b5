package dev.tributary.rule.engine;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An engine with few limits, actions that keep what they get, and a clock that stands still. */
abstract class RuleEngineFixture {
  static final RuleLimits LIMITS = new RuleLimits(5, 3, 4, 6, SqlLimits.defaults());

  final TestClock clock = new TestClock();
  final ActionDirectory directory = new ActionDirectory();
  final List<String> console = new ArrayList<>();
  final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, console::add, LIMITS);
  final FakeReceipt receipt = new FakeReceipt();

  FakeAction action(String id) throws TemplateException {
    FakeAction action = new FakeAction(id);
    directory.put(id, spec("${payload}"), action);
    return action;
  }

  static RecordSpec spec(String payloadTemplate) {
    return new RecordSpec(payloadTemplate, "${clientid}", null, UndefinedKey.RANDOM);
  }

  static RuleAction sink(String id) {
    return RuleAction.reference(id);
  }

  static RuleDefinition rule(String id, String sql, RuleAction... actions) {
    return new RuleDefinition(id, sql, List.of(actions), true, "", "");
  }

  void put(String id, String sql, RuleAction... actions) throws RuleSyntaxException {
    engine.put(rule(id, sql, actions));
  }

  void publish(String topic, String payload) {
    engine.onMessage(topic, Messages.of(topic, payload.getBytes(StandardCharsets.UTF_8)), receipt);
  }
}
