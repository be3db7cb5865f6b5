package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.schema.FallbackSetting;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionStatistics;
import dev.tributary.sink.Health;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.sink.SinkRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Actions: defined, changed and watched. A change is checked, then stored, then applied; applying
 * cannot fail. Any thread; changes may wait for the first check, without holding the lock.
 */
public final class ActionDefinitions {

  private final Changes changes;
  private final SinkRuntime sink;
  private final SinkServices services;
  private final ActionDirectory directory;
  private final ConnectorDefinitions connectors;
  private final RuleDefinitions rules;
  private final Fallbacks fallbacks;
  private final ActionChecks checks;

  ActionDefinitions(
      Changes changes,
      SinkRuntime sink,
      SinkServices services,
      ConnectorDefinitions connectors,
      RuleDefinitions rules,
      Fallbacks fallbacks) {
    this.changes = changes;
    this.sink = sink;
    this.services = services;
    this.directory = fallbacks.directory();
    this.connectors = connectors;
    this.rules = rules;
    this.fallbacks = fallbacks;
    this.checks = new ActionChecks(changes, fallbacks);
  }

  public List<Definition> all() {
    return changes.sorted(Kind.ACTION);
  }

  public Definition find(String id) throws ChangeRefused {
    return changes.found(Kind.ACTION, id);
  }

  public Optional<Definition> ifDefined(String id) {
    return changes.ifDefined(Kind.ACTION, id);
  }

  /** The ids of the rules that send to it. */
  public List<String> rulesUsing(Definition action) {
    return changes.rulesUsing(action.id()).stream().map(Definition::id).toList();
  }

  /** The actions that fall back to it. */
  public List<Definition> fallingBackTo(Definition action) {
    return changes.actionsFallingBackTo(action.id());
  }

  /** A disabled action is shown as the original shows it: {@code disconnected}. */
  public Health health(Definition action) {
    if (!action.enabled()) {
      return Health.disconnected("Not installed: the action is disabled");
    }
    try {
      return sink.actionHealth(action.id());
    } catch (IllegalArgumentException _) {
      String mistake = checks.connector(action.settings());
      return Health.disconnected(
          mistake.isEmpty() ? "its connector did not exist when it was loaded; start it" : mistake);
    }
  }

  public ActionMetrics metrics(String id) throws ChangeRefused {
    find(id);
    try {
      return sink.metrics(id);
    } catch (IllegalArgumentException _) {
      // Stored, but its connector does not exist: it has never taken a record.
      return new ActionMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  public ActionStatistics statistics(String id) throws ChangeRefused {
    find(id);
    try {
      return sink.statistics(id);
    } catch (IllegalArgumentException _) {
      return ActionStatistics.EMPTY;
    }
  }

  public void resetMetrics(String id) throws ChangeRefused {
    find(id);
    if (sink.action(id).isPresent()) {
      sink.resetMetrics(id);
    }
  }

  public Definition create(Map<String, @Nullable Object> body) throws ChangeRefused, IOException {
    String id = RequestReader.id(body);
    Settings settings = RequestReader.created(Kind.ACTION, body);
    changes.make(() -> {
      changes.requireFree(Kind.ACTION, id);
      storeAndApply(id, checked(id, settings));
    });
    return checkedOnce(id);
  }

  public Definition replace(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    changes.make(() -> storeAndApply(id, checked(id, RequestReader.replaced(find(id), body))));
    return checkedOnce(id);
  }

  public void enable(String id, boolean enable) throws ChangeRefused, IOException {
    changes.make(() -> {
      Definition before = find(id);
      if (before.enabled() != enable) {
        Settings settings = RequestReader.with(before, "enable", enable);
        storeAndApply(id, enable ? checked(id, settings) : settings);
      }
    });
    if (enable) {
      checkedOnce(id);
    }
  }

  /**
   * Deletes an action.
   *
   * @param fromUsersToo take it out of the rules and fallback actions that use it; else their use
   *     refuses the deletion
   */
  public void delete(String id, boolean fromUsersToo) throws ChangeRefused, IOException {
    changes.make(() -> {
      changes.requireTaken(Kind.ACTION, id);
      ActionUse use = ActionUse.of(id, changes);
      if (!use.isEmpty() && !fromUsersToo) {
        throw use.refusal();
      }
      List<Change> steps = new ArrayList<>(use.withdrawn());
      steps.add(new Change.Delete(Kind.ACTION, id));
      changes.store(steps);
      for (Definition rule : use.rules()) {
        rules.load(changes.found(Kind.RULE, rule.id()));
      }
      for (Definition action : use.fallbacks()) {
        load(changes.found(Kind.ACTION, action.id()));
      }
      directory.remove(id);
      sink.removeAction(id);
    });
  }

  /** Opens it anew unless it is connected, and its connector before it; it keeps its records. */
  public void start(String id) throws ChangeRefused, IOException {
    Definition action = find(id);
    if (!action.enabled()) {
      throw ChangeRefused.of(
          Reason.NOT_WORKING, "action " + id + " is disabled; enable it to start it");
    }
    if (health(action).status() != ResourceStatus.CONNECTED) {
      connectors.start(RequestReader.TYPE + ":" + connectorName(action));
      changes.make(() -> apply(id, find(id).settings()));
    }
    Health health = FirstCheck.await(() -> health(action), startTimeout(action));
    if (health.status() != ResourceStatus.CONNECTED) {
      throw ChangeRefused.of(Reason.NOT_WORKING, health.reason());
    }
  }

  /** Whether an action of that definition could work; it is thrown away afterwards. */
  public Health probe(Map<String, @Nullable Object> body) throws ChangeRefused {
    String id = RequestReader.id(body);
    Settings action = RequestReader.created(Kind.ACTION, body);
    String mistake = checks.mistake(id, action);
    if (!mistake.isEmpty()) {
      return Health.disconnected(mistake);
    }
    String connectorId = RequestReader.TYPE + ":" + action.text("connector");
    Settings connector = changes.found(Kind.CONNECTOR, connectorId).settings();
    return SinkRuntime.probe(
        () -> services.connector(connector),
        made -> services.probe(made, action),
        RuntimeSettings.startTimeout(connector));
  }

  /**
   * Makes it run.
   *
   * @return false if it cannot, for its connector does not exist
   */
  boolean load(Definition action) {
    if (!checks.connector(action.settings()).isEmpty()) {
      return false;
    }
    apply(action.id(), action.settings());
    return true;
  }

  /** The first mistake of a definition; empty if there is none. */
  String mistake(Definition action) {
    return checks.mistake(action.id(), action.settings());
  }

  private Settings checked(String id, Settings action) throws ChangeRefused {
    String mistake = checks.mistake(id, action);
    if (!mistake.isEmpty()) {
      throw RequestReader.invalid(mistake);
    }
    return action;
  }

  private Definition checkedOnce(String id) throws ChangeRefused {
    Definition action = find(id);
    FirstCheck.await(() -> health(action), startTimeout(action));
    return action;
  }

  private Duration startTimeout(Definition action) throws ChangeRefused {
    String connectorId = RequestReader.TYPE + ":" + connectorName(action);
    return RuntimeSettings.startTimeout(changes.found(Kind.CONNECTOR, connectorId).settings());
  }

  private static String connectorName(Definition action) {
    return action.settings().text("connector");
  }

  private void storeAndApply(String id, Settings settings) throws IOException {
    changes.store(new Change.Put(Kind.ACTION, id, settings));
    // One whose connector does not exist can only be disabled; it does not run anyway.
    if (checks.connector(settings).isEmpty()) {
      apply(id, settings);
    }
  }

  private void apply(String id, Settings settings) {
    sink.putAction(
        id,
        RequestReader.TYPE + ":" + settings.text("connector"),
        RuntimeSettings.action(settings),
        connector -> services.delivery(connector, settings),
        fallbacks.of(id, settings));
    sink.action(id).ifPresent(action -> direct(id, settings, action));
  }

  private void direct(String id, Settings settings, dev.tributary.sink.Action action) {
    try {
      boolean keepColumns = !settings.list("fallback_actions", FallbackSetting.class).isEmpty();
      directory.put(id, RuntimeSettings.records(settings), action, keepColumns);
    } catch (TemplateException e) {
      throw new IllegalStateException("the schema has let a bad template through", e);
    }
  }
}
