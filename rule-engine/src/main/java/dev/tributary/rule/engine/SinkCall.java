package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.SinkRecord;

/**
 * Makes records for one action and hears how they end: it is the origin of all records that one
 * rule sends to one action.
 */
final class SinkCall implements ActionCall, Origin {
  private final String actionId;
  private final ActionDirectory directory;
  private final EvaluationContext context;
  private final RuleReport report;

  SinkCall(
      String actionId, ActionDirectory directory, EvaluationContext context, RuleReport report) {
    this.actionId = actionId;
    this.directory = directory;
    this.context = context;
    this.report = report;
  }

  @Override
  public void perform(Value.Map output, Trigger trigger, Receipt receipt) {
    Detour detour = trigger.lineage().detour();
    if (detour != null && detour.actionId().equals(actionId)) {
      report.counters().discarded();
      return;
    }
    ActionDirectory.Entry entry = directory.entry(actionId);
    if (entry == null) {
      report.counters().outOfService();
      report.warn("action " + actionId + " does not exist");
      return;
    }
    SinkRecord record;
    try {
      record = record(entry, output, trigger);
    } catch (RuntimeException | StackOverflowError e) {
      // A repeat of the message would fail again, so its publisher is not kept waiting.
      report.counters().unknown();
      report.warn("no record could be made for action " + actionId, e);
      return;
    }
    if (record.partitionKey().isEmpty() && report.admitsWarning()) {
      report.admitted("action " + actionId + ": " + entry.template().whyRefused(output));
    }
    submit(entry, record, receipt);
  }

  @Override
  public String name() {
    return actionId;
  }

  @Override
  public Value.Map rendered(Value.Map output, Trigger trigger) throws RefusedException {
    ActionDirectory.Entry entry = directory.entry(actionId);
    if (entry == null) {
      throw new RefusedException("action " + actionId + " does not exist");
    }
    SinkRecord record = record(entry, output, trigger);
    if (record.partitionKey().isEmpty()) {
      throw new RefusedException(entry.template().whyRefused(output));
    }
    String hashKey = record.explicitHashKey();
    return Value.Map.builder()
        .put("partition_key", Value.of(record.partitionKey()))
        .put("explicit_hash_key", hashKey == null ? Value.NULL : Value.of(hashKey))
        .put("data", Value.of(record.data()))
        .build();
  }

  private SinkRecord record(ActionDirectory.Entry entry, Value.Map output, Trigger trigger) {
    return entry
        .template()
        .render(
            output,
            trigger.createdAtMillis(),
            trigger.source(report.ruleId()),
            entry.keepColumns() && trigger.lineage().detour() == null
                ? KeptColumns.of(output)
                : null,
            this,
            context);
  }

  private void submit(ActionDirectory.Entry entry, SinkRecord record, Receipt receipt) {
    try {
      entry.action().submit(record, receipt);
    } catch (RuntimeException | StackOverflowError e) {
      // Nobody knows whether the record is held: the publisher must not hear that it is.
      receipt.expect();
      receipt.refused(Refusal.NOT_DELIVERED, "action " + actionId + " failed");
      report.counters().unknown();
      report.warn("action " + actionId + " failed", e);
    }
  }

  @Override
  public void finished(Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> report.counters().success();
      case Outcome.Failed _ -> report.counters().unknown();
      case Outcome.Dropped dropped -> dropped(dropped);
      case Outcome.Retry _ -> {
        // Not an end; the sink keeps the record.
      }
    }
  }

  private void dropped(Outcome.Dropped dropped) {
    switch (dropped.reason()) {
      case RESOURCE_NOT_FOUND, RESOURCE_STOPPED -> report.counters().outOfService();
      case EXPIRED, QUEUE_FULL, OTHER -> report.counters().unknown();
    }
  }
}
