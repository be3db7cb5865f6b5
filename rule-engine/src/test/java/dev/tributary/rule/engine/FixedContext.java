package dev.tributary.rule.engine;

import dev.tributary.rule.sql.BoundedValueStore;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.ValueStore;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Surroundings that are the same in every run. */
record FixedContext(InstantSource clock, RandomGenerator random, ValueStore keyValueStore)
    implements EvaluationContext {
  static final String NODE = "emqx@127.0.0.1";

  FixedContext(InstantSource clock) {
    this(clock, new SplittableRandom(7), new BoundedValueStore("kv_store", 1000, 1 << 20));
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public String nodeName() {
    return NODE;
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public @Nullable String environment(String name) {
    return null;
  }
}
