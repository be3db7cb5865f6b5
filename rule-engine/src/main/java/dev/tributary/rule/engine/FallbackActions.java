package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Fallback;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the records that one action gives up: all its fallback actions get them, in order
 * and independently of each other. Any thread; never blocks and never throws.
 *
 * <p>A record that came by way of a fallback (see {@link Detour}) is not taken over again. How a
 * fallback goes does not touch the counters of the rule: for the rule the record has failed.
 */
public final class FallbackActions implements Fallback {
  /** More would be a rule of its own. */
  public static final int ACTIONS_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(FallbackActions.class);
  private static final long WARNING_INTERVAL_MILLIS = 10_000;

  private final String actionId;
  private final List<Step> steps;
  private final ActionDirectory directory;
  private final Republisher republisher;
  private final EvaluationContext context;
  private final Throttle warnings;
  private final LongAdder handedOver = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder withheld = new LongAdder();

  private sealed interface Step {
    record Submit(String actionId) implements Step {}

    record Publish(RepublishTemplate template) implements Step {}
  }

  /**
   * What the fallback actions have done since they were made.
   *
   * @param handedOver records submitted or published, counted per fallback action
   * @param failed records that could not be made or whose action does not exist, counted likewise
   * @param withheld records that came by a fallback themselves and ended here
   */
  public record Counts(long handedOver, long failed, long withheld) {}

  /**
   * Compiles.
   *
   * @param actions at most {@link #ACTIONS_MAX}
   * @param actionId the action whose records are taken over
   * @param context what templates may ask for
   * @throws TemplateException naming the field that is wrong
   */
  public FallbackActions(
      List<FallbackAction> actions,
      ActionDirectory directory,
      Republisher republisher,
      String actionId,
      EvaluationContext context,
      InstantSource clock)
      throws TemplateException {
    this.actionId = actionId;
    this.steps = compile(actions, actionId);
    this.directory = directory;
    this.republisher = republisher;
    this.context = context;
    this.warnings = new Throttle(clock, 1, WARNING_INTERVAL_MILLIS);
  }

  private static List<Step> compile(List<FallbackAction> actions, String actionId)
      throws TemplateException {
    if (actions.size() > ACTIONS_MAX) {
      throw new TemplateException(
          "fallback_actions are " + actions.size() + "; expected at most " + ACTIONS_MAX);
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      String field = "fallback_actions[" + (i + 1) + "]";
      steps.add(
          switch (actions.get(i)) {
            case FallbackAction.Reference(String other) -> reference(field, other, actionId);
            case FallbackAction.Republish republish -> republish(field, republish);
          });
    }
    return List.copyOf(steps);
  }

  private static Step reference(String field, String other, String actionId)
      throws TemplateException {
    if (!ActionReferences.isValid(other)) {
      throw new TemplateException(
          field + " names '" + Excerpt.of(other) + "'; expected type:name, such as kinesis:spare");
    }
    if (other.equals(actionId)) {
      throw new TemplateException(
          field + " names " + other + ", the action itself; expected another action");
    }
    return new Step.Submit(other);
  }

  private static Step republish(String field, FallbackAction.Republish republish)
      throws TemplateException {
    try {
      return new Step.Publish(RepublishTemplate.compile(republish.spec()));
    } catch (TemplateException e) {
      throw new TemplateException(field + ".args." + e.getMessage());
    }
  }

  public Counts counts() {
    return new Counts(handedOver.sum(), failed.sum(), withheld.sum());
  }

  @Override
  public void takeOver(SinkRecord record, Outcome outcome, Receipt receipt) {
    if (Detour.isTaken(record.source())) {
      withheld.increment();
      return;
    }
    GivenUp given = new GivenUp(record, columns(record), Detour.around(actionId, record.source()));
    for (Step step : steps) {
      try {
        switch (step) {
          case Step.Submit(String other) -> submit(other, given, receipt);
          case Step.Publish(RepublishTemplate template) -> publish(template, given, receipt);
        }
      } catch (RuntimeException | StackOverflowError e) {
        // Nobody knows whether the record is held, so whoever waits must not hear that it is.
        receipt.expect();
        receipt.refused(Refusal.NOT_DELIVERED, "a fallback of action " + actionId + " failed");
        failed.increment();
        warn("a step broke", e);
      }
    }
  }

  /**
   * A record to be taken over.
   *
   * @param columns null if it was kept without the rule's output
   */
  private record GivenUp(SinkRecord record, Value.@Nullable Map columns, Detour detour) {

    Source source() {
      Source from = record.source();
      return new Source(detour.mark(from.ruleId()), from.topic(), from.clientId());
    }

    /** The output, or what is known of it. */
    Value.Map output() {
      return columns != null
          ? columns
          : Value.Map.builder()
              .put("topic", Value.of(record.source().topic()))
              .put("clientid", Value.of(record.source().clientId()))
              .build();
    }
  }

  private void submit(String other, GivenUp given, Receipt receipt) {
    ActionDirectory.Entry entry = directory.entry(other);
    if (entry == null) {
      failed("action " + other + " does not exist");
      return;
    }
    entry.action().submit(made(entry.template(), given), receipt);
    handedOver.increment();
  }

  private SinkRecord made(RecordTemplate template, GivenUp given) {
    SinkRecord record = given.record();
    if (given.columns() == null) {
      return fresh(record, record.data(), given.source());
    }
    SinkRecord again =
        template.render(
            given.columns(), record.createdAtMillis(), given.source(), null, Origin.NONE, context);
    return isOwnPayload(template.payloadText())
        ? fresh(again, record.data(), given.source())
        : again;
  }

  /** JSON has kept texts only: bytes that are none come through in the record itself. */
  private boolean isOwnPayload(String payloadTemplate) {
    ActionDirectory.Entry own = directory.entry(actionId);
    return own != null && own.template().payloadText().equals(payloadTemplate);
  }

  private static SinkRecord fresh(SinkRecord keys, byte[] data, Source source) {
    return new SinkRecord(
        keys.partitionKey(),
        keys.explicitHashKey(),
        data,
        keys.createdAtMillis(),
        source,
        null,
        Origin.NONE);
  }

  private void publish(RepublishTemplate template, GivenUp given, Receipt receipt) {
    boolean asItIs = given.columns() == null || isOwnPayload(template.payloadText());
    byte[] payload = asItIs ? given.record().data() : null;
    Republication message;
    try {
      message = template.render(given.output(), payload, null, Lineage.of(given.detour()));
    } catch (RepublishTemplate.WrongException e) {
      failed(String.valueOf(e.getMessage()));
      return;
    }
    republisher.publish(message, receipt);
    handedOver.increment();
  }

  private Value.@Nullable Map columns(SinkRecord record) {
    byte[] json = record.columns();
    if (json == null) {
      return null;
    }
    try {
      return Json.parse(json) instanceof Value.Map map ? map : null;
    } catch (JsonException e) {
      warn("the kept output of a rule cannot be read: " + e.getMessage(), null);
      return null;
    }
  }

  private void failed(String reason) {
    failed.increment();
    warn(reason, null);
  }

  private void warn(String reason, @Nullable Throwable cause) {
    if (warnings.admit()) {
      long suppressed = warnings.takeSuppressed();
      String more = suppressed == 0 ? "" : " (and " + suppressed + " warnings before, not written)";
      LOG.warn("Fallback of action {}: {}{}", actionId, reason, more, cause);
    }
  }
}
