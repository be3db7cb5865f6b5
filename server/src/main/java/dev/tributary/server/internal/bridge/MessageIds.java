package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Message.MessageId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Identifiers of messages that the server itself makes; each once, growing. Any thread. */
public final class MessageIds {

  private static final long MICROS = 1_000;

  private final long origin;
  private final AtomicLong lastMicros = new AtomicLong();

  /**
   * @param random so that they differ from those of the broker's connections
   */
  public MessageIds(RandomGenerator random) {
    this.origin = random.nextLong();
  }

  MessageId next(long nowMillis) {
    long micros = lastMicros.updateAndGet(last -> Math.max(last + 1, nowMillis * MICROS));
    return new MessageId(micros, origin);
  }
}
