package dev.tributary.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code resource_opts} of a connector.
 *
 * @param healthCheckInterval between two checks, 1 ms to 1 h
 * @param healthCheckTimeout a check without an answer for this long has failed; {@code null} is
 *     {@code infinity}
 * @param startAfterCreated whether it starts by itself; else it is {@code stopped} until started
 * @param startTimeout how long putting or starting it, or one of its actions, waits for the first
 *     check, so that the caller sees a real status; zero waits for nothing
 */
public record ConnectorSettings(
    boolean enable,
    Duration healthCheckInterval,
    @Nullable Duration healthCheckTimeout,
    boolean startAfterCreated,
    Duration startTimeout) {

  public ConnectorSettings {
    Duration hour = Duration.ofHours(1);
    Duration millisecond = Duration.ofMillis(1);
    Range.check("health_check_interval", healthCheckInterval, millisecond, hour);
    Range.checkUnlessInfinite("health_check_timeout", healthCheckTimeout, millisecond, hour);
    Range.check("start_timeout", startTimeout, Duration.ZERO, hour);
  }

  /** The defaults of {@code emqx-compatibility.md}. */
  public static ConnectorSettings defaults() {
    return new ConnectorSettings(
        true, Duration.ofSeconds(15), Duration.ofSeconds(60), true, Duration.ofSeconds(5));
  }
}
