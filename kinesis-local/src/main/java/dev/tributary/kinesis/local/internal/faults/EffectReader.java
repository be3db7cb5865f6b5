package dev.tributary.kinesis.local.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultLatency;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An effect as JSON: a word, or an object where more has to be said. */
final class EffectReader {
  static final String NONE = "none";
  static final String THROTTLE = "throttle";
  static final String INTERNAL_FAILURE = "internal_failure";
  static final String RESET_BEFORE = "reset_before_storing";
  static final String RESET_AFTER = "reset_after_storing";

  private static final Set<String> MEMBERS = Set.of("error", "status", "body", "latency");
  private static final Set<String> DISTRIBUTIONS =
      Set.of("fixed", "uniform", "normal", "lognormal", "percentiles");
  private static final String RIGHT =
      "must be one of none, throttle, internal_failure, reset_before_storing, reset_after_storing,"
          + " or an object with error, status or latency";

  private EffectReader() {}

  static FaultEffect effect(JsonNode json, String path) {
    if (json.isTextual()) {
      return word(json.textValue(), path);
    }
    if (!json.isObject()) {
      throw new WrongRule(path, json, RIGHT);
    }
    RuleFields fields = RuleFields.of(json, path, MEMBERS);
    int given = 0;
    for (String member : new String[] {"error", "status", "latency"}) {
      given += fields.has(member) ? 1 : 0;
    }
    if (given != 1 || (fields.has("body") && !fields.has("status"))) {
      throw new WrongRule(path, json, RIGHT + "; body belongs to status");
    }
    if (fields.has("error")) {
      return new FaultEffect.AwsError(fields.text("error").orElseThrow());
    }
    return fields.has("status")
        ? new FaultEffect.Status(
            Math.clamp(fields.whole("status", 0), 0, 999), fields.flag("body", true))
        : new FaultEffect.Latency(latency(fields.node("latency"), fields.path("latency")));
  }

  private static FaultEffect word(String word, String path) {
    return switch (word) {
      case NONE -> new FaultEffect.None();
      case THROTTLE -> new FaultEffect.Throttle();
      case INTERNAL_FAILURE -> new FaultEffect.AwsError(AwsErrors.INTERNAL_FAILURE);
      case RESET_BEFORE -> new FaultEffect.ResetBeforeStoring();
      case RESET_AFTER -> new FaultEffect.ResetAfterStoring();
      default -> throw new WrongRule(path, "'" + word + "'", RIGHT);
    };
  }

  private static FaultLatency latency(JsonNode json, String path) {
    if (json.isNumber()) {
      return new FaultLatency.Fixed(json.doubleValue());
    }
    RuleFields fields = RuleFields.of(json, path, DISTRIBUTIONS);
    if (json.size() != 1) {
      throw new WrongRule(path, json, "must be milliseconds, or have one of " + DISTRIBUTIONS);
    }
    String name = json.fieldNames().next();
    JsonNode value = fields.node(name);
    String at = fields.path(name);
    return switch (name) {
      case "fixed" -> new FaultLatency.Fixed(RuleFields.decimal(value, at));
      case "uniform" -> uniform(value, at);
      case "normal" -> {
        RuleFields normal = RuleFields.of(value, at, Set.of("mean", "deviation"));
        yield new FaultLatency.Normal(
            normal.requiredDecimal("mean"), normal.requiredDecimal("deviation"));
      }
      case "lognormal" -> {
        RuleFields lognormal = RuleFields.of(value, at, Set.of("median", "p99"));
        yield new FaultLatency.LogNormal(
            lognormal.requiredDecimal("median"), lognormal.requiredDecimal("p99"));
      }
      default -> percentiles(value, at);
    };
  }

  private static FaultLatency uniform(JsonNode json, String path) {
    if (!json.isArray() || json.size() != 2) {
      throw new WrongRule(path, json, "must be the least and the most milliseconds, as [10, 50]");
    }
    return new FaultLatency.Uniform(
        RuleFields.decimal(json.get(0), path), RuleFields.decimal(json.get(1), path));
  }

  private static FaultLatency percentiles(JsonNode json, String path) {
    if (!json.isObject()) {
      throw new WrongRule(path, json, "must be an object such as {\"50\": 20, \"99\": 800}");
    }
    Map<Double, Double> millis = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      try {
        millis.put(Double.valueOf(entry.getKey()), RuleFields.decimal(entry.getValue(), path));
      } catch (NumberFormatException _) {
        throw new WrongRule(path, "'" + entry.getKey() + "'", "must have numbers as names");
      }
    }
    return new FaultLatency.Percentiles(millis);
  }
}
