package dev.tributary.rule.sql;

import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings that functions may ask for. Called on the thread that evaluates; must not block.
 */
public interface EvaluationContext {
  /** Milliseconds since 1970. */
  long nowMillis();

  String nodeName();

  /** The zone in which times are written when a rule names none. */
  ZoneId zone();

  RandomGenerator random();

  /** The environment variable that {@code getenv} may see, null if there is none. */
  @Nullable String environment(String name);

  /** What {@code kv_store_put} keeps: one store for all rules of the node. */
  ValueStore keyValueStore();

  /**
   * How many milliseconds a call of {@code jq} may run that names no limit of its own: a setting,
   * so it may change at any time. Counts as 1 if less, as {@link SqlLimits#JQ_MILLIS_MAX} if more.
   */
  default long jqMillis() {
    return SqlLimits.JQ_MILLIS;
  }
}
