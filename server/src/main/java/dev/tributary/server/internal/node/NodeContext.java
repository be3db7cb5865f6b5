package dev.tributary.server.internal.node;

import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.ValueStore;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask of the node that runs them.
 *
 * @param jqTimeout milliseconds that {@code jq} may run by default; may change at any time
 */
public record NodeContext(
    InstantSource clock,
    String nodeName,
    ZoneId zone,
    Map<String, String> environment,
    ValueStore keyValueStore,
    LongSupplier jqTimeout)
    implements EvaluationContext {
  // Where there is no configuration; the same as its defaults.
  private static final int STORE_ENTRIES_MAX = 100_000;
  private static final long STORE_BYTES_MAX = 64L * 1024 * 1024;
  private static final long JQ_TIMEOUT_MILLIS = 10_000;

  /** The context of a node without configuration: its key-value store is empty. */
  public NodeContext(
      InstantSource clock, String nodeName, ZoneId zone, Map<String, String> environment) {
    this(
        clock,
        nodeName,
        zone,
        environment,
        new BoundedValueStore("kv_store", STORE_ENTRIES_MAX, STORE_BYTES_MAX),
        () -> JQ_TIMEOUT_MILLIS);
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  @Override
  public @Nullable String environment(String name) {
    return environment.get(name);
  }

  @Override
  public long jqMillis() {
    return jqTimeout.getAsLong();
  }
}
