package dev.tributary.broker.internal.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What is logged as an error, which is also how Netty tells of leaks; all else is silent while it
 * is open.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private volatile @Nullable AssertionError first;

  ErrorLog() {
    root.setLevel(Level.ERROR);
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (first == null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      Throwable cause =
          event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
      first = new AssertionError(event.getLoggerName() + ": " + event.getFormattedMessage(), cause);
    }
  }

  /** Throws if there was one. */
  void check() {
    AssertionError error = first;
    if (error != null) {
      first = null;
      throw error;
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    root.setLevel(before);
    stop();
  }
}
