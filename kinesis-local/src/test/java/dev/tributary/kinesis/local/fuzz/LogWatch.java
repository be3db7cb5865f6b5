package dev.tributary.kinesis.local.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Hears all warnings while it is open; Netty's leak detector is at paranoid meanwhile, and warns,
 * too.
 */
final class LogWatch implements AutoCloseable {
  /** The one that is right: there is more than the store may hold. */
  private static final String TRIMMED = "local Kinesis holds its maximum";

  private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogWatch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    events.start();
    root.addAppender(events);
  }

  /** A leak is seen after a collection, when something is allocated. */
  List<String> warnings() {
    System.gc();
    ByteBufAllocator.DEFAULT.buffer(1).release();
    return List.copyOf(events.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(LogWatch::text)
        .filter(text -> !text.contains(TRIMMED))
        .toList();
  }

  private static String text(ILoggingEvent event) {
    String thrown =
        event.getThrowableProxy() == null
            ? ""
            : ": %s: %s at %s"
                .formatted(
                    event.getThrowableProxy().getClassName(),
                    event.getThrowableProxy().getMessage(),
                    List.of(event.getThrowableProxy().getStackTraceElementProxyArray()).stream()
                        .limit(8)
                        .toList());
    return event.getLoggerName() + " " + event.getFormattedMessage() + thrown;
  }

  @Override
  public void close() {
    root.detachAppender(events);
    ResourceLeakDetector.setLevel(before);
  }
}
