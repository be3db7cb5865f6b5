package dev.tributary.kinesis.local.internal.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kinesis.local.FaultPlan;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.FaultSchedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules as JSON. Whatever is wrong with them is a {@link WrongRule}. */
public final class RuleReader {
  private static final ObjectMapper TREES =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Stands in what is listed, and may come back. */
  private static final String COUNTERS = "counters";

  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "operations",
          "stream",
          "records",
          "effect",
          "script",
          "loop",
          "from",
          "until",
          "after",
          "every",
          "probability",
          "times",
          COUNTERS,
          "seed");

  private static final Set<String> RECORDS = Set.of("partition_keys", "indexes", "share");
  private static final Set<String> STEP = Set.of("effect", "repeat");

  private RuleReader() {}

  public static FaultRule rule(String json) {
    return rule(tree(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** One rule, a list of rules, or {@code {"rules": […]}}. */
  static List<FaultRule> rules(byte[] json) {
    JsonNode tree = tree(json);
    if (tree.isObject() && !tree.has("rules")) {
      return List.of(rule(tree));
    }
    JsonNode list = tree.isArray() ? tree : RuleFields.of(tree, "", Set.of("rules")).node("rules");
    if (!list.isArray()) {
      throw new WrongRule("rules", list, "must be a list");
    }
    List<FaultRule> rules = new ArrayList<>();
    for (JsonNode item : list) {
      try {
        rules.add(rule(item));
      } catch (WrongRule e) {
        throw e.within("rules[" + rules.size() + "].");
      }
    }
    return rules;
  }

  private static JsonNode tree(byte[] json) {
    try {
      return TREES.readTree(json);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new WrongRule(
          "body", "broken at line " + line, "must be one JSON value and nothing else");
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be read", e);
    }
  }

  private static FaultRule rule(JsonNode json) {
    RuleFields fields = RuleFields.of(json, "", MEMBERS);
    return new FaultRule(
        fields.text("id"),
        new TreeSet<>(fields.texts("operations")),
        fields.text("stream"),
        records(fields),
        plan(fields),
        schedule(fields));
  }

  private static Optional<FaultRecords> records(RuleFields rule) {
    if (!rule.has("records")) {
      return Optional.empty();
    }
    RuleFields fields = RuleFields.of(rule.node("records"), rule.path("records"), RECORDS);
    return Optional.of(
        new FaultRecords(
            fields.texts("partition_keys"),
            fields.integers("indexes"),
            fields.decimal("share").orElse(1)));
  }

  private static FaultPlan plan(RuleFields rule) {
    if (rule.has("effect") == rule.has("script")) {
      throw new WrongRule(
          "effect",
          rule.has("effect") ? "there beside script" : "missing",
          "must be there, or script, and not both");
    }
    boolean loop = rule.flag("loop", false);
    if (rule.has("effect")) {
      if (loop) {
        throw new WrongRule("loop", true, "must be given with script only");
      }
      return new FaultPlan.Always(EffectReader.effect(rule.node("effect"), "effect"));
    }
    JsonNode script = rule.node("script");
    if (!script.isArray()) {
      throw new WrongRule("script", script, "must be a list of effects");
    }
    List<FaultPlan.Step> steps = new ArrayList<>();
    for (JsonNode step : script) {
      steps.add(step(step, "script[" + steps.size() + "]"));
    }
    return new FaultPlan.Script(steps, loop);
  }

  private static FaultPlan.Step step(JsonNode json, String path) {
    if (!json.has("effect")) {
      return new FaultPlan.Step(EffectReader.effect(json, path), 1);
    }
    RuleFields fields = RuleFields.of(json, path, STEP);
    int repeat = Math.clamp(fields.whole("repeat", 1), Integer.MIN_VALUE, Integer.MAX_VALUE);
    return new FaultPlan.Step(
        EffectReader.effect(fields.node("effect"), fields.path("effect")), repeat);
  }

  private static FaultSchedule schedule(RuleFields fields) {
    FaultSchedule always = FaultSchedule.ALWAYS;
    return new FaultSchedule(
        fields.duration("from").orElse(always.from()),
        fields.duration("until"),
        fields.whole("after", always.after()),
        fields.whole("every", always.every()),
        fields.decimal("probability").orElse(always.probability()),
        fields.whole("times", always.times()),
        fields.number("seed"));
  }
}
