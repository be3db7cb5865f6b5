package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;
import dev.tributary.broker.RetainerOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long retained messages live, by the options in force when it is asked. */
final class RetainedLife {

  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final long MILLIS = 1_000;

  private RetainedLife() {}

  static boolean isOver(Message message, RetainerOptions options, long nowMillis) {
    return nowMillis - message.receivedAtMillis() >= millis(message, options);
  }

  private static long millis(Message message, RetainerOptions options) {
    long own = message.properties().messageExpiryIntervalSeconds();
    long life = own >= 0 ? own * MILLIS : millis(options.expiry());
    if (life == FOR_EVER && options.allowNeverExpire()) {
      return FOR_EVER;
    }
    return Math.min(life, millis(options.expiryOverride()));
  }

  /** Of an option, where none at all is how the original says "for ever". */
  private static long millis(@Nullable Duration life) {
    return life == null || life.isZero() ? FOR_EVER : life.toMillis();
  }
}
