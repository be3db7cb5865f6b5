package dev.tributary.server.internal.node;

import dev.tributary.rule.sql.EvaluationContext;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What rules may ask of the node that runs them. */
public record NodeContext(
    InstantSource clock, String nodeName, ZoneId zone, Map<String, String> environment)
    implements EvaluationContext {

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
}
