package dev.tributary.kinesis.local.internal.http;

import java.util.Optional;

/**
 * Answers requests that are not of the Kinesis API, such as those for {@code /_faults}. Called by
 * any event loop at the same time, for every path that starts with {@code /_}; must not block.
 */
@FunctionalInterface
public interface SideDoor {
  /** Knows no path at all. */
  SideDoor NONE = (_, _, _) -> Optional.empty();

  /**
   * Answers in JSON.
   *
   * @param path with its query, as the client sent it
   * @return empty when the path is not known: the client is answered 404
   */
  Optional<SideAnswer> serve(String method, String path, byte[] body);
}
