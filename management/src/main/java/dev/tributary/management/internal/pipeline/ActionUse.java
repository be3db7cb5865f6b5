package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.FallbackSetting;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.RuleAction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who depends on an action.
 *
 * @param rules those that send to it
 * @param fallbacks the actions that fall back to it
 */
record ActionUse(String actionId, List<Definition> rules, List<Definition> fallbacks) {

  static ActionUse of(String actionId, Changes changes) {
    return new ActionUse(
        actionId, changes.rulesUsing(actionId), changes.actionsFallingBackTo(actionId));
  }

  boolean isEmpty() {
    return rules.isEmpty() && fallbacks.isEmpty();
  }

  /** Refuses to delete the action. */
  ChangeRefused refusal() {
    List<String> users = new ArrayList<>();
    if (!rules.isEmpty()) {
      users.add("the rules " + String.join(", ", ids(rules)));
    }
    if (!fallbacks.isEmpty()) {
      users.add("the fallback_actions of " + String.join(", ", ids(fallbacks)));
    }
    return ChangeRefused.inUse(
        "action %s is used by %s; delete them first, or ask with ?also_delete_dep_actions=true to take it out of them"
            .formatted(actionId, String.join(" and ", users)),
        ids(rules),
        ids(fallbacks));
  }

  private static List<String> ids(List<Definition> definitions) {
    return definitions.stream().map(Definition::id).toList();
  }

  /** Takes the action out of all of them. */
  List<Change> withdrawn() throws ChangeRefused {
    List<Change> steps = new ArrayList<>();
    for (Definition rule : rules) {
      Predicate<RuleAction> isIt = new RuleAction.Sink(actionId)::equals;
      steps.add(
          new Change.Put(
              Kind.RULE, rule.id(), without(rule, "actions", Changes.actionsOf(rule), isIt)));
    }
    for (Definition action : fallbacks) {
      Predicate<FallbackSetting> isIt = new FallbackSetting.Reference(actionId)::equals;
      steps.add(
          new Change.Put(
              Kind.ACTION,
              action.id(),
              without(action, "fallback_actions", Changes.fallbacksOf(action), isIt)));
    }
    return steps;
  }

  private static <T> Settings without(
      Definition definition, String field, List<T> elements, Predicate<T> goes)
      throws ChangeRefused {
    List<?> stored = (List<?>) definition.settings().stored().get(field);
    List<@Nullable Object> kept = new ArrayList<>();
    for (int i = 0; stored != null && i < stored.size(); i++) {
      if (!goes.test(elements.get(i))) {
        kept.add(stored.get(i));
      }
    }
    return RequestReader.with(definition, field, kept);
  }
}
