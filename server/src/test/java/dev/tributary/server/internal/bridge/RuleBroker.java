package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.StoreException;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RecordSpec;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleDefinition;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.UndefinedKey;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import dev.tributary.server.internal.node.NodeContext;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import dev.tributary.testkit.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A broker on a free port, rules, and what stands between them; actions keep what they get. */
final class RuleBroker implements AutoCloseable {

  final RuleEngine rules;
  final Broker broker;
  private final FakeAction action = new FakeAction(Receipt::held);

  RuleBroker(MqttLimits limits) throws TemplateException {
    InstantSource clock = InstantSource.system();
    ActionDirectory directory = new ActionDirectory();
    directory.put(
        FakeAction.ID, new RecordSpec("${.}", "${event}", null, UndefinedKey.FAIL), action);
    NodeContext context = new NodeContext(clock, Rules.NODE, ZoneOffset.UTC, Map.of());
    rules = new RuleEngine(directory, context, clock, line -> {});
    InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    broker =
        new Broker(
            BrokerSettings.of(List.of(ListenerSettings.tcp("default", bind)), limits)
                .with(new QueueOptions(Map.of(), true, false)), // QoS 0 that must wait is dropped
            new PublishBridge(rules, Rules.NODE, () -> {}),
            new EventBridge(rules),
            clock);
    rules.republishThrough(
        new BrokerRepublisher(broker, rules, Rules.NODE, clock, new MessageIds(new Random(1))));
  }

  static RuleBroker started() throws TemplateException, ListenException, StoreException {
    RuleBroker server = new RuleBroker(MqttLimits.defaults());
    server.broker.start();
    return server;
  }

  InetSocketAddress address() {
    return broker.address("tcp:default");
  }

  /** A rule whose outputs are kept. */
  void keep(String sql) throws RuleSyntaxException {
    rule("keep" + rules.rules().size(), sql, RuleAction.reference(FakeAction.ID));
  }

  void rule(String id, String sql, RuleAction action) throws RuleSyntaxException {
    rules.put(new RuleDefinition(id, sql, List.of(action), true, "", ""));
  }

  /** All outputs so far. */
  List<Value.Map> kept() {
    return action.records.stream().map(RuleBroker::output).toList();
  }

  /** The outputs of that event, once there are so many. */
  List<Value.Map> await(String event, int count) {
    Await.until(
        () -> count + " of " + event + " in " + kept(),
        Duration.ofSeconds(20),
        () -> of(event).size() >= count);
    return of(event);
  }

  List<Value.Map> of(String event) {
    return kept().stream().filter(output -> output.value("event").equals(Value.of(event))).toList();
  }

  private static Value.Map output(SinkRecord record) {
    try {
      return (Value.Map) Json.parse(record.data());
    } catch (JsonException e) {
      throw new AssertionError("an output that is no JSON", e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
