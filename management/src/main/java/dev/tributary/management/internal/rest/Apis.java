package dev.tributary.management.internal.rest;

import dev.tributary.management.BrokerDoors;
import dev.tributary.management.ManagementSettings;
import dev.tributary.management.NodeInfo;
import dev.tributary.management.internal.figures.Monitor;
import dev.tributary.management.internal.figures.NodeFigures;
import dev.tributary.management.internal.login.Logins;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.rule.engine.RuleMetrics;
import java.time.InstantSource;

/** All areas of the API in one table. */
public final class Apis {

  private Apis() {}

  /** What there is to count. */
  public static NodeFigures figures(PipelineParts pipeline, NodeInfo node) {
    return new NodeFigures(node.broker(), () -> totals(pipeline));
  }

  private static NodeFigures.RuleTotals totals(PipelineParts pipeline) {
    long matched = 0;
    long actions = 0;
    for (Definition rule : pipeline.rules().all()) {
      try {
        RuleMetrics metrics = pipeline.rules().metrics(rule.id());
        matched += metrics.matched();
        actions += metrics.actionsTotal();
      } catch (ChangeRefused _) {
        // Deleted since it was listed.
      }
    }
    return new NodeFigures.RuleTotals(matched, actions);
  }

  public static HttpApi all(
      ManagementSettings settings,
      PipelineParts pipeline,
      BrokerDoors broker,
      Logins logins,
      Monitor monitor,
      NodeInfo node,
      InstantSource clock) {
    Routes routes = new Routes();
    Views views = new Views(node.name());
    new LoginRoutes(logins, node.version()).addTo(routes);
    new StatusRoutes(node, clock).addTo(routes);
    new FigureRoutes(monitor, node, clock).addTo(routes);
    new ErrorCodeRoutes().addTo(routes);
    new ConnectorRoutes(pipeline.connectors(), views, node).addTo(routes);
    new ActionRoutes(pipeline.actions(), views, node).addTo(routes);
    new DeadLetterRoutes(pipeline.deadLetters(), pipeline.actions()).addTo(routes);
    new RuleRoutes(pipeline.rules(), pipeline.actions(), views).addTo(routes);
    new RuleTestRoutes(pipeline.engine(), pipeline.rules()).addTo(routes);
    new RuleReferenceRoutes().addTo(routes);
    BrokerApis.addTo(routes, broker, pipeline.store(), node.name(), clock);
    new PrometheusRoutes(monitor.figures(), broker.listeners(), pipeline)
        .addTo(routes, settings.figuresNeedLogin());
    return new HttpApi(routes, new Guard(logins));
  }
}
