package dev.tributary.kinesis.local.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultLatency;
import dev.tributary.kinesis.local.FaultPlan;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultReport;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.FaultSchedule;
import java.time.Duration;

/** Rules as the JSON that {@link RuleReader} reads; what is as by default is left out. */
public final class RuleWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RuleWriter() {}

  public static String json(FaultRule rule) {
    return tree(rule).toString();
  }

  /** The rule, and what it did beside it. */
  static ObjectNode tree(FaultReport report) {
    ObjectNode json = tree(report.rule());
    json.putObject("counters")
        .put("asked", report.asked())
        .put("applied", report.applied())
        .put("records_failed", report.recordsFailed())
        .put("over", report.over());
    return json;
  }

  private static ObjectNode tree(FaultRule rule) {
    ObjectNode json = NODES.objectNode();
    rule.id().ifPresent(id -> json.put("id", id));
    if (!rule.operations().isEmpty()) {
      rule.operations().forEach(json.putArray("operations")::add);
    }
    rule.stream().ifPresent(stream -> json.put("stream", stream));
    rule.records().ifPresent(records -> json.set("records", tree(records)));
    switch (rule.plan()) {
      case FaultPlan.Always(FaultEffect effect) -> json.set("effect", tree(effect));
      case FaultPlan.Script script -> script(script, json);
    }
    schedule(rule.schedule(), json);
    return json;
  }

  private static ObjectNode tree(FaultRecords records) {
    ObjectNode json = NODES.objectNode();
    if (!records.partitionKeys().isEmpty()) {
      records.partitionKeys().forEach(json.putArray("partition_keys")::add);
    }
    if (!records.indexes().isEmpty()) {
      ArrayNode indexes = json.putArray("indexes");
      records.indexes().forEach(indexes::add);
    }
    return json.put("share", records.share());
  }

  private static void script(FaultPlan.Script script, ObjectNode json) {
    ArrayNode steps = json.putArray("script");
    for (FaultPlan.Step step : script.steps()) {
      if (step.repeat() == 1) {
        steps.add(tree(step.effect()));
      } else {
        steps.addObject().put("repeat", step.repeat()).set("effect", tree(step.effect()));
      }
    }
    if (script.loop()) {
      json.put("loop", true);
    }
  }

  private static void schedule(FaultSchedule schedule, ObjectNode json) {
    FaultSchedule always = FaultSchedule.ALWAYS;
    if (!schedule.from().equals(Duration.ZERO)) {
      json.put("from", Durations.text(schedule.from()));
    }
    schedule.until().ifPresent(until -> json.put("until", Durations.text(until)));
    if (schedule.after() != always.after()) {
      json.put("after", schedule.after());
    }
    if (schedule.every() != always.every()) {
      json.put("every", schedule.every());
    }
    if (schedule.probability() < 1) {
      json.put("probability", schedule.probability());
    }
    if (schedule.times() != always.times()) {
      json.put("times", schedule.times());
    }
    schedule.seed().ifPresent(seed -> json.put("seed", seed));
  }

  static String nameOf(FaultEffect effect) {
    JsonNode json = tree(effect);
    return json.isTextual() ? json.textValue() : json.toString();
  }

  private static JsonNode tree(FaultEffect effect) {
    return switch (effect) {
      case FaultEffect.None _ -> TextNode.valueOf(EffectReader.NONE);
      case FaultEffect.Throttle _ -> TextNode.valueOf(EffectReader.THROTTLE);
      case FaultEffect.ResetBeforeStoring _ -> TextNode.valueOf(EffectReader.RESET_BEFORE);
      case FaultEffect.ResetAfterStoring _ -> TextNode.valueOf(EffectReader.RESET_AFTER);
      case FaultEffect.AwsError(String code) ->
          code.equals(AwsErrors.INTERNAL_FAILURE)
              ? TextNode.valueOf(EffectReader.INTERNAL_FAILURE)
              : NODES.objectNode().put("error", code);
      case FaultEffect.Status(int status, boolean body) ->
          NODES.objectNode().put("status", status).put("body", body);
      case FaultEffect.Latency(FaultLatency latency) ->
          NODES.objectNode().set("latency", tree(latency));
    };
  }

  private static ObjectNode tree(FaultLatency latency) {
    ObjectNode json = NODES.objectNode();
    switch (latency) {
      case FaultLatency.Fixed(double millis) -> json.put("fixed", millis);
      case FaultLatency.Uniform(double min, double max) ->
          json.putArray("uniform").add(min).add(max);
      case FaultLatency.Normal(double mean, double deviation) ->
          json.putObject("normal").put("mean", mean).put("deviation", deviation);
      case FaultLatency.LogNormal(double median, double p99) ->
          json.putObject("lognormal").put("median", median).put("p99", p99);
      case FaultLatency.Percentiles percentiles -> {
        ObjectNode table = json.putObject("percentiles");
        percentiles.millis().forEach((percentile, millis) -> table.put("" + percentile, millis));
      }
    }
    return json;
  }
}
