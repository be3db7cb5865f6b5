package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.ValueStore;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Surroundings that cost nothing. One thread. */
final class Surroundings implements EvaluationContext {
  private final RandomGenerator random = new SplittableRandom(1);

  @Override
  public long nowMillis() {
    return 1_795_367_741_075L;
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
    return ValueStore.forgetful();
  }
}
