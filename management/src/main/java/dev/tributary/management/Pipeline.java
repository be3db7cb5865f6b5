package dev.tributary.management;

import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ConnectorDefinitions;
import dev.tributary.management.internal.pipeline.Fallbacks;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.pipeline.RuleDefinitions;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.Republisher;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.sink.SinkRuntime;
import java.time.InstantSource;

/**
 * Turns definitions into running connectors, actions and rules, at the start and whenever REST
 * changes one. Any thread; changes are made one at a time.
 */
public final class Pipeline {

  private final PipelineParts parts;

  /**
   * @param republisher brings what fallback actions publish to subscribers and rules
   * @param context what their templates may ask for
   */
  public Pipeline(
      SinkRuntime sink,
      ActionDirectory directory,
      RuleEngine engine,
      DefinitionStore store,
      Republisher republisher,
      EvaluationContext context,
      InstantSource clock) {
    this(
        PipelineParts.kinesis(
            sink, engine, store, new Fallbacks(directory, republisher, context, clock)));
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
