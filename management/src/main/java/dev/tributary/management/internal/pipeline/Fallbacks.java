package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.FallbackSetting;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.FallbackAction;
import dev.tributary.rule.engine.FallbackActions;
import dev.tributary.rule.engine.RepublishSpec;
import dev.tributary.rule.engine.Republisher;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.Fallback;
import java.time.InstantSource;
import java.util.List;

/** Makes what takes over an action's failures out of {@code fallback_actions}. */
public record Fallbacks(
    ActionDirectory directory,
    Republisher republisher,
    EvaluationContext context,
    InstantSource clock) {

  /**
   * Nobody if the definition names nobody, or somebody who is not valid (any more): that was
   * refused, or logged as an error when it was loaded.
   */
  Fallback of(String actionId, Settings action) {
    List<FallbackSetting> settings = action.list("fallback_actions", FallbackSetting.class);
    if (settings.isEmpty()) {
      return Fallback.NONE;
    }
    try {
      return compiled(actionId, settings.stream().map(Fallbacks::action).toList());
    } catch (TemplateException _) {
      return Fallback.NONE;
    }
  }

  /** What is wrong with the templates of one of them; empty if nothing is. */
  String mistake(String actionId, FallbackSetting setting) {
    try {
      compiled(actionId, List.of(action(setting)));
      return "";
    } catch (TemplateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private FallbackActions compiled(String actionId, List<FallbackAction> actions)
      throws TemplateException {
    return new FallbackActions(actions, directory, republisher, actionId, context, clock);
  }

  private static FallbackAction action(FallbackSetting setting) {
    return switch (setting) {
      case FallbackSetting.Reference(String id) -> new FallbackAction.Reference(id);
      case FallbackSetting.Republish(RepublishSpec spec) -> new FallbackAction.Republish(spec);
    };
  }
}
