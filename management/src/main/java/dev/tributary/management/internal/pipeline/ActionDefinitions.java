package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.ActionMetrics;
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

  ActionDefinitions(
      Changes changes,
      SinkRuntime sink,
      SinkServices services,
      ActionDirectory directory,
      ConnectorDefinitions connectors,
      RuleDefinitions rules) {
    this.changes = changes;
    this.sink = sink;
    this.services = services;
    this.directory = directory;
    this.connectors = connectors;
    this.rules = rules;
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

  /** A disabled action is shown as the original shows it: {@code disconnected}. */
  public Health health(Definition action) {
    if (!action.enabled()) {
      return Health.disconnected("Not installed: the action is disabled");
    }
    try {
      return sink.actionHealth(action.id());
    } catch (IllegalArgumentException _) {
      String mistake = mistake(action.settings());
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
      storeAndApply(id, checked(settings));
    });
    return checkedOnce(id);
  }

  public Definition replace(String id, Map<String, @Nullable Object> body)
      throws ChangeRefused, IOException {
    changes.make(() -> storeAndApply(id, checked(RequestReader.replaced(find(id), body))));
    return checkedOnce(id);
  }

  public void enable(String id, boolean enable) throws ChangeRefused, IOException {
    changes.make(() -> {
      Definition before = find(id);
      if (before.enabled() != enable) {
        Settings settings = RequestReader.with(before, "enable", enable);
        storeAndApply(id, enable ? checked(settings) : settings);
      }
    });
    if (enable) {
      checkedOnce(id);
    }
  }

  /**
   * Deletes an action.
   *
   * @param fromRulesToo take it out of the rules that use it; else their use refuses the deletion
   */
  public void delete(String id, boolean fromRulesToo) throws ChangeRefused, IOException {
    changes.make(() -> {
      changes.requireTaken(Kind.ACTION, id);
      List<Definition> users = changes.rulesUsing(id);
      if (!users.isEmpty() && !fromRulesToo) {
        List<String> ids = users.stream().map(Definition::id).toList();
        throw ChangeRefused.usedByRules(
            "action %s is used by the rules %s; delete them first, or ask with ?also_delete_dep_actions=true to take it out of them"
                .formatted(id, String.join(", ", ids)),
            ids);
      }
      List<Change> steps = new ArrayList<>();
      steps.add(new Change.Delete(Kind.ACTION, id));
      for (Definition rule : users) {
        steps.add(new Change.Put(Kind.RULE, rule.id(), without(rule, id)));
      }
      changes.store(steps);
      for (Definition rule : users) {
        rules.load(changes.found(Kind.RULE, rule.id()));
      }
      directory.remove(id);
      sink.removeAction(id);
    });
  }

  private static Settings without(Definition rule, String actionId) throws ChangeRefused {
    List<RuleAction> actions = Changes.actionsOf(rule);
    List<?> stored = (List<?>) rule.settings().stored().get("actions");
    List<@Nullable Object> kept = new ArrayList<>();
    for (int i = 0; stored != null && i < stored.size(); i++) {
      if (!actions.get(i).equals(new RuleAction.Sink(actionId))) {
        kept.add(stored.get(i));
      }
    }
    return RequestReader.with(rule, "actions", kept);
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
    RequestReader.id(body);
    Settings action = RequestReader.created(Kind.ACTION, body);
    String connectorId = RequestReader.TYPE + ":" + action.text("connector");
    if (!changes.has(Kind.CONNECTOR, connectorId)) {
      return Health.disconnected(unknownConnector(action));
    }
    Settings connector = changes.found(Kind.CONNECTOR, connectorId).settings();
    return SinkRuntime.probe(
        () -> services.connector(connector),
        made -> services.delivery(made, action),
        RuntimeSettings.startTimeout(connector));
  }

  /**
   * Makes it run.
   *
   * @return false if it cannot, for its connector does not exist
   */
  boolean load(Definition action) {
    if (!mistake(action.settings()).isEmpty()) {
      return false;
    }
    apply(action.id(), action.settings());
    return true;
  }

  /** What is wrong with the connector that it names; empty if nothing is. */
  String mistake(Settings action) {
    return changes.has(Kind.CONNECTOR, RequestReader.TYPE + ":" + action.text("connector"))
        ? ""
        : unknownConnector(action);
  }

  private String unknownConnector(Settings action) {
    List<String> known = changes.sorted(Kind.CONNECTOR).stream().map(Definition::name).toList();
    return "connector = \"%s\": %s"
        .formatted(
            action.text("connector"),
            known.isEmpty()
                ? "expected the name of a Kinesis connector, and there is none yet"
                : "expected one of " + String.join(", ", known));
  }

  private Settings checked(Settings action) throws ChangeRefused {
    String mistake = mistake(action);
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
    if (mistake(settings).isEmpty()) {
      apply(id, settings);
    }
  }

  private void apply(String id, Settings settings) {
    sink.putAction(
        id,
        RequestReader.TYPE + ":" + settings.text("connector"),
        RuntimeSettings.action(settings),
        connector -> services.delivery(connector, settings));
    sink.action(id).ifPresent(action -> direct(id, settings, action));
  }

  private void direct(String id, Settings settings, dev.tributary.sink.Action action) {
    try {
      directory.put(id, RuntimeSettings.records(settings), action);
    } catch (TemplateException e) {
      throw new IllegalStateException("the schema has let a bad template through", e);
    }
  }
}
