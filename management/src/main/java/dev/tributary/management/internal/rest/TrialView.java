package dev.tributary.management.internal.rest;

import dev.tributary.rule.engine.TrialResult.AtAction;
import dev.tributary.rule.engine.TrialResult.Ran;
import dev.tributary.rule.engine.TrialResult.Refused;
import dev.tributary.rule.engine.TrialResult.Rendered;
import dev.tributary.rule.engine.TrialResult.Submitted;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;

/** What came of a rule's test, as REST answers it. */
final class TrialView {

  private TrialView() {}

  /**
   * The original's answer: a text for each action; for FOREACH, a list of them for each output.
   * What could not be rendered is no "ok" here.
   */
  static Value brief(Ran ran) {
    List<Value> texts = ran.actions().stream().map(TrialView::text).toList();
    if (!ran.foreach()) {
      return Value.of(texts);
    }
    List<Value> byOutput = new ArrayList<>();
    int outputs = ran.outputs().size();
    int perOutput = outputs == 0 ? 0 : texts.size() / outputs;
    for (int i = 0; i < outputs; i++) {
      byOutput.add(Value.of(texts.subList(i * perOutput, (i + 1) * perOutput)));
    }
    return Value.of(byOutput);
  }

  private static Value text(AtAction each) {
    return Value.of(
        switch (each) {
          case Rendered _, Submitted _ -> "ok";
          case Refused(String action, String reason) -> "error: " + action + ": " + reason;
        });
  }

  /** All that is known, for people and editors. */
  static Value detailed(Ran ran) {
    return Value.Map.builder()
        .put("outputs", Value.of(ran.outputs()))
        .put("foreach", Value.of(ran.foreach()))
        .put("actions", Value.of(ran.actions().stream().map(TrialView::told).toList()))
        .build();
  }

  private static Value told(AtAction each) {
    Value.Map.Builder told = Value.Map.builder().put("action", Value.of(each.action()));
    return switch (each) {
      case Rendered(String _, Value.Map fields) ->
          told.put("status", Value.of("rendered")).put("fields", fields).build();
      case Submitted(String _, Value.Map fields) ->
          told.put("status", Value.of("submitted")).put("fields", fields).build();
      case Refused(String _, String reason) ->
          told.put("status", Value.of("refused")).put("reason", Value.of(reason)).build();
    };
  }
}
