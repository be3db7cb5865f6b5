package dev.tributary.management.internal.pipeline;

import dev.tributary.management.DefinitionStore;
import dev.tributary.management.InvalidDefinitionsException;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.sink.SinkRuntime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors, actions and rules wired to what runs them. */
public final class PipelineParts {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineParts.class);

  private final DefinitionStore store;
  private final Changes changes;
  private final RuleEngine engine;
  private final ConnectorDefinitions connectors;
  private final ActionDefinitions actions;
  private final RuleDefinitions rules;
  private final DeadLetters deadLetters;

  private PipelineParts(
      SinkRuntime sink,
      DeadLetterLogs deadLetterLogs,
      RuleEngine engine,
      DefinitionStore store,
      SinkServices services,
      Fallbacks fallbacks) {
    this.store = store;
    this.changes = new Changes(store);
    this.engine = engine;
    this.connectors = new ConnectorDefinitions(changes, sink, services);
    this.rules = new RuleDefinitions(changes, engine, new SecureRandom());
    this.actions = new ActionDefinitions(changes, sink, services, connectors, rules, fallbacks);
    this.deadLetters = new DeadLetters(actions, deadLetterLogs);
  }

  public static PipelineParts kinesis(
      SinkRuntime sink, RuleEngine engine, DefinitionStore store, Fallbacks fallbacks) {
    return of(sink, DeadLetterLogs.of(sink), engine, store, new KinesisServices(), fallbacks);
  }

  /** With other services, as tests have. */
  public static PipelineParts of(
      SinkRuntime sink,
      DeadLetterLogs deadLetters,
      RuleEngine engine,
      DefinitionStore store,
      SinkServices services,
      Fallbacks fallbacks) {
    return new PipelineParts(sink, deadLetters, engine, store, services, fallbacks);
  }

  public DefinitionStore store() {
    return store;
  }

  public RuleEngine engine() {
    return engine;
  }

  public ConnectorDefinitions connectors() {
    return connectors;
  }

  public ActionDefinitions actions() {
    return actions;
  }

  public RuleDefinitions rules() {
    return rules;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** See {@link dev.tributary.management.Pipeline#load}. */
  public void load() throws InvalidDefinitionsException {
    store.problems().forEach(problem -> LOG.error("{}", problem));
    List<String> mistakes = new ArrayList<>();
    for (Definition connector : connectors.all()) {
      note(connector, ConnectorDefinitions.mistake(connector.settings()), mistakes);
    }
    for (Definition action : actions.all()) {
      note(action, actions.mistake(action), mistakes);
    }
    rules.loadAll().forEach((rule, mistake) -> note(rule, mistake, mistakes));
    if (!mistakes.isEmpty()) {
      throw new InvalidDefinitionsException(mistakes);
    }
    connectors.all().forEach(connectors::load);
    actions.all().forEach(actions::load);
  }

  /** What stands in the file can be mended before the start; what REST stored must not stop it. */
  private static void note(Definition definition, String mistake, List<String> mistakes) {
    if (mistake.isEmpty()) {
      return;
    }
    if (definition.fromFile()) {
      String where = definition.settings().where();
      mistakes.add((where.isEmpty() ? "" : where + ": ") + path(definition) + "." + mistake);
    } else {
      LOG.error(
          "{} {} is stored but not in order: {}",
          definition.kind().noun(),
          definition.id(),
          mistake);
    }
  }

  private static String path(Definition definition) {
    return definition.kind() == Kind.RULE
        ? "rule_engine.rules." + definition.id()
        : definition.kind().section() + ".kinesis." + definition.name();
  }
}
