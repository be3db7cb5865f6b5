package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes outputs as MQTT messages. What was made, step by step, out of a message of this very
 * rule is not published again: that would never end.
 */
final class RepublishCall implements ActionCall {
  private final RepublishTemplate template;
  private final Supplier<@Nullable Republisher> republisher;
  private final RuleReport report;

  /**
   * @param republisher gives null until the server can publish
   */
  RepublishCall(
      RepublishTemplate template, Supplier<@Nullable Republisher> republisher, RuleReport report) {
    this.template = template;
    this.republisher = republisher;
    this.report = report;
  }

  @Override
  public void perform(Value.Map output, Trigger trigger, Receipt receipt) {
    String end = trigger.lineage().endsBefore(report.ruleId());
    if (end != null) {
      report.counters().discarded();
      report.warn("a message was not republished again: " + end);
      return;
    }
    Republisher target = republisher.get();
    if (target == null) {
      report.counters().outOfService();
      report.warn("nothing can be republished before the server has started");
      return;
    }
    Republication message;
    try {
      message = message(output, trigger);
    } catch (RepublishTemplate.WrongException e) {
      report.counters().unknown();
      report.warn("republish: " + e.getMessage());
      return;
    } catch (RuntimeException | StackOverflowError e) {
      // A repeat of the message would fail again, so its publisher is not kept waiting.
      report.counters().unknown();
      report.warn("republish: no message could be made", e);
      return;
    }
    publish(target, message, receipt);
  }

  @Override
  public String name() {
    return "republish";
  }

  @Override
  public Value.Map rendered(Value.Map output, Trigger trigger) throws RefusedException {
    try {
      Republication message = message(output, trigger);
      return Value.Map.builder()
          .put("topic", Value.of(message.topic()))
          .put("qos", Value.of(message.qos()))
          .put("retain", Value.of(message.retain()))
          .put("payload", Value.of(message.payload()))
          .put("properties", message.properties().value())
          .put("direct_dispatch", Value.of(message.directDispatch()))
          .build();
    } catch (RepublishTemplate.WrongException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private Republication message(Value.Map output, Trigger trigger)
      throws RepublishTemplate.WrongException {
    return template.render(output, null, trigger, trigger.lineage().then(report.ruleId()));
  }

  private void publish(Republisher target, Republication message, Receipt receipt) {
    try {
      target.publish(message, receipt);
      report.counters().success();
    } catch (RuntimeException | StackOverflowError e) {
      // Nobody knows whether the message is held: its publisher must not hear that it is.
      receipt.expect();
      receipt.refused(Refusal.NOT_DELIVERED, "republishing failed");
      report.counters().unknown();
      report.warn("republishing failed", e);
    }
  }
}
