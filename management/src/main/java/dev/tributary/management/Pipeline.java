package dev.tributary.management;

import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ConnectorDefinitions;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.sink.SinkRuntime;

/**
 * Turns definitions into running connectors, actions and rules, at the start and whenever REST
 * changes one. Any thread; changes are made one at a time.
 */
public final class Pipeline {

  private final PipelineParts parts;

  public Pipeline(
      SinkRuntime sink, ActionDirectory directory, RuleEngine engine, DefinitionStore store) {
    this(PipelineParts.kinesis(sink, directory, engine, store));
  }

  Pipeline(PipelineParts parts) {
    this.parts = parts;
  }

  /**
   * Starts everything that is defined; waits for no service. What REST has stored and what cannot
   * run any more is logged as an error and shown as {@code disconnected}; it is not forgotten.
   *
   * @throws InvalidDefinitionsException if the configuration file contradicts itself, such as an
   *     action whose connector does not exist; nothing runs then
   */
  public void load() throws InvalidDefinitionsException {
    parts.load();
  }

  public ConnectorDefinitions connectors() {
    return parts.connectors();
  }

  public ActionDefinitions actions() {
    return parts.actions();
  }

  public RuleDefinitions rules() {
    return parts.rules();
  }

  PipelineParts parts() {
    return parts;
  }
}
