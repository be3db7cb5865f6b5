package dev.tributary.management.internal.rest;

import dev.tributary.management.BrokerDoors;
import dev.tributary.management.NodeInfo;
import dev.tributary.management.internal.login.Logins;
import dev.tributary.management.internal.pipeline.PipelineParts;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** All areas of the API in one table. */
public final class Apis {

  private Apis() {}

  public static HttpApi all(
      PipelineParts pipeline,
      @Nullable BrokerDoors broker,
      Logins logins,
      NodeInfo node,
      InstantSource clock) {
    Routes routes = new Routes();
    Views views = new Views(node.name());
    new LoginRoutes(logins, node.version()).addTo(routes);
    new StatusRoutes(node, clock).addTo(routes);
    new ConnectorRoutes(pipeline.connectors(), views, node).addTo(routes);
    new ActionRoutes(pipeline.actions(), views, node).addTo(routes);
    new DeadLetterRoutes(pipeline.deadLetters(), pipeline.actions()).addTo(routes);
    new RuleRoutes(pipeline.rules(), pipeline.actions(), views).addTo(routes);
    new RuleTestRoutes(pipeline.engine(), pipeline.rules()).addTo(routes);
    new RuleReferenceRoutes().addTo(routes);
    if (broker != null) {
      BrokerApis.addTo(routes, broker, pipeline.store(), node.name(), clock);
    }
    return new HttpApi(routes, new Guard(logins));
  }
}
