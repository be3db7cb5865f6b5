package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Prints outputs, a bounded number a second and a bounded length each: a console is for looking,
 * not for keeping. Nothing in a payload can pass for another line, or for a command to the
 * terminal.
 */
final class ConsoleCall implements ActionCall {
  private static final int LINES_PER_SECOND = 100;
  private static final int CHARS_PER_LINE = 4_096;

  private final RuleReport report;
  private final Consumer<String> console;
  private final InstantSource clock;
  private final Throttle throttle;

  ConsoleCall(RuleReport report, Consumer<String> console, InstantSource clock) {
    this.report = report;
    this.console = console;
    this.clock = clock;
    this.throttle = new Throttle(clock, LINES_PER_SECOND, 1000);
  }

  @Override
  public void perform(Value.Map output, Trigger trigger, Receipt receipt) {
    try {
      if (throttle.admit()) {
        long suppressed = throttle.takeSuppressed();
        String more = suppressed == 0 ? "" : " (" + suppressed + " not printed before this)";
        console.accept(line(output) + more);
      }
      report.counters().success();
    } catch (RuntimeException | StackOverflowError e) {
      report.counters().unknown();
      report.warn("the console failed", e);
    }
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public Value.Map rendered(Value.Map output, Trigger trigger) {
    return Value.Map.of("line", Value.of(line(output)));
  }

  private String line(Value.Map output) {
    return "rule "
        + report.ruleId()
        + " at "
        + Instant.ofEpochMilli(clock.millis())
        + ": "
        + ControlCharacters.escaped(Excerpt.cut(Json.writeText(output), CHARS_PER_LINE));
  }
}
