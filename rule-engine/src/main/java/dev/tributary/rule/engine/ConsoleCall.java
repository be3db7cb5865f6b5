package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Prints outputs, a bounded number a second and a bounded length each: a console is for looking,
 * not for keeping.
 */
final class ConsoleCall implements ActionCall {
  private static final int LINES_PER_SECOND = 100;
  private static final int CHARS_PER_LINE = 4_096;

  private final RuleReport report;
  private final Consumer<String> console;
  private final Throttle throttle;

  ConsoleCall(RuleReport report, Consumer<String> console, InstantSource clock) {
    this.report = report;
    this.console = console;
    this.throttle = new Throttle(clock, LINES_PER_SECOND, 1000);
  }

  @Override
  public void perform(Value.Map output, Trigger trigger, Receipt receipt) {
    try {
      if (throttle.admit()) {
        long suppressed = throttle.takeSuppressed();
        String more = suppressed == 0 ? "" : " (" + suppressed + " not printed before this)";
        String text = Excerpt.of(Json.writeText(output), CHARS_PER_LINE);
        console.accept("rule " + report.ruleId() + ": " + text + more);
      }
      report.counters().success();
    } catch (RuntimeException | StackOverflowError e) {
      report.counters().unknown();
      report.warn("the console failed", e);
    }
  }
}
