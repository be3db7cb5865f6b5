package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;

/** Makes the service's side of connectors and actions out of their definitions. No I/O. */
public interface SinkServices {

  /**
   * Makes a connector that is not open yet.
   *
   * @throws IllegalArgumentException if the settings cannot work, such as a malformed endpoint
   */
  Connector connector(Settings connector);

  /**
   * Makes the service's side of an action.
   *
   * @param connector one that {@link #connector} made
   * @throws IllegalArgumentException if the settings cannot work, such as an impossible stream name
   */
  Delivery delivery(Connector connector, Settings action);

  /**
   * As {@link #delivery}, for an action that is only tried: nothing is sent, and its check also
   * shows whether sending is allowed, where the service can tell.
   */
  Delivery probe(Connector connector, Settings action);
}
