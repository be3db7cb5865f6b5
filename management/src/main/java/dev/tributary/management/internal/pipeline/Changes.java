package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.DefinitionStore;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.schema.FallbackSetting;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.RuleAction;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all changes share: the store, who depends on whom, and the one lock under which definitions
 * change. Reads take no lock.
 */
final class Changes {

  /** A change made under the lock. */
  @FunctionalInterface
  interface Step {
    void run() throws ChangeRefused, IOException;
  }

  private final DefinitionStore store;
  private final ReentrantLock lock = new ReentrantLock();

  Changes(DefinitionStore store) {
    this.store = store;
  }

  void make(Step step) throws ChangeRefused, IOException {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  void store(List<Change> changes) throws IOException {
    store.apply(changes);
  }

  void store(Change change) throws IOException {
    store.apply(List.of(change));
  }

  Definition found(Kind kind, String id) throws ChangeRefused {
    return store
        .find(kind, id)
        .orElseThrow(() ->
            ChangeRefused.of(
                Reason.NOT_FOUND,
                store.unreadable(kind, id)
                    ? kind.noun() + " " + id + " is stored but not valid; delete it to go on"
                    : "there is no " + kind.noun() + " " + id));
  }

  Optional<Definition> ifDefined(Kind kind, String id) {
    return store.find(kind, id);
  }

  Settings ruleEngineOptions() {
    return store.ruleEngineOptions();
  }

  void storeRuleEngineOptions(Settings options) throws IOException {
    store.applyRuleEngineOptions(options);
  }

  boolean has(Kind kind, String id) {
    return store.find(kind, id).isPresent();
  }

  void requireFree(Kind kind, String id) throws ChangeRefused {
    if (store.isTaken(kind, id)) {
      throw ChangeRefused.of(Reason.ALREADY_EXISTS, kind.noun() + " " + id + " already exists");
    }
  }

  /** Whether there is something to delete, be it not valid. */
  void requireTaken(Kind kind, String id) throws ChangeRefused {
    if (!store.isTaken(kind, id)) {
      throw ChangeRefused.of(Reason.NOT_FOUND, "there is no " + kind.noun() + " " + id);
    }
  }

  List<Definition> sorted(Kind kind) {
    return store.all(kind).values().stream().sorted(Comparator.comparing(Definition::id)).toList();
  }

  /** The actions on a connector, by name. */
  List<Definition> actionsOn(String connectorName) {
    return sorted(Kind.ACTION).stream()
        .filter(action -> action.settings().text("connector").equals(connectorName))
        .toList();
  }

  /** The rules that send to an action. */
  List<Definition> rulesUsing(String actionId) {
    return sorted(Kind.RULE).stream()
        .filter(rule -> actionsOf(rule).contains(new RuleAction.Sink(actionId)))
        .toList();
  }

  /** The actions that fall back to an action. */
  List<Definition> actionsFallingBackTo(String actionId) {
    return sorted(Kind.ACTION).stream()
        .filter(action -> fallbacksOf(action).contains(new FallbackSetting.Reference(actionId)))
        .toList();
  }

  static List<FallbackSetting> fallbacksOf(Definition action) {
    return action.settings().list("fallback_actions", FallbackSetting.class);
  }

  static List<RuleAction> actionsOf(Definition rule) {
    return rule.settings().list("actions", RuleAction.class);
  }
}
