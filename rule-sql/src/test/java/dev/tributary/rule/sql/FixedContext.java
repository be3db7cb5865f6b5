package dev.tributary.rule.sql;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Surroundings that never change: 2023-11-14T22:13:20.123Z, UTC, no environment. */
final class FixedContext implements EvaluationContext {
  private final RandomGenerator random = new SplittableRandom(7);
  private final ValueStore keyValueStore = new BoundedValueStore("kv_store", 1000, 1 << 20);
  private final long jqMillis;

  FixedContext() {
    this(SqlLimits.JQ_MILLIS);
  }

  FixedContext(long jqMillis) {
    this.jqMillis = jqMillis;
  }

  @Override
  public long jqMillis() {
    return jqMillis;
  }

  @Override
  public long nowMillis() {
    return 1_700_000_000_123L;
  }

  @Override
  public String nodeName() {
    return "tributary@127.0.0.1";
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public @Nullable String environment(String name) {
    return null;
  }

  @Override
  public ValueStore keyValueStore() {
    return keyValueStore;
  }
}
