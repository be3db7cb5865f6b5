package dev.tributary.testkit.netty;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Every test runs with Netty's leak detector at paranoid, and fails when it reports. A leak is seen
 * only after a collection: the report may name something that a class before this one did.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeakCheck.class);

  /** What the detector has said in this process. */
  private static final class Reports {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    Reports() {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
      lines.start();
      ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(lines);
    }

    List<String> all() {
      return List.copyOf(lines.list).stream()
          .map(ILoggingEvent::getFormattedMessage)
          .filter(line -> line.startsWith("LEAK"))
          .toList();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    reports(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Reports reports = reports(context);
    System.gc();
    ByteBufAllocator.DEFAULT.buffer(1).release(); // the detector looks when something is allocated
    List<String> leaks = reports.all();
    reports.lines.list.clear();
    if (!leaks.isEmpty()) {
      throw new AssertionError(String.join("\n", leaks));
    }
  }

  private static Reports reports(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Reports.class, _ -> new Reports(), Reports.class);
  }
}
