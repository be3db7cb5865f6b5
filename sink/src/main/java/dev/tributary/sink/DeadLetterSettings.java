package dev.tributary.sink;

import java.time.Duration;

/**
 * Where records end that could not be delivered.
 *
 * @param bytesMax bytes of files; the oldest dead letters make room for new ones
 * @param retention how long a dead letter is kept
 */
public record DeadLetterSettings(long bytesMax, Duration retention) {

  public DeadLetterSettings {
    Range.check("dead_letter.max_bytes", bytesMax, 1, Long.MAX_VALUE / 2);
    Range.check("dead_letter.retention", retention, Duration.ofSeconds(1), Duration.ofDays(3_650));
  }
}
