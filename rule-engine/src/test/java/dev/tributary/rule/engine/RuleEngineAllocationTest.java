package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.TestClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleEngineAllocationTest {
  private static final Columns NO_COLUMNS = Columns.of(Value.Map.empty());
  private static final String TOPIC = "device/nobody-asked-for-this/温度/up";

  private final TestClock clock = new TestClock();
  private final RuleEngine engine =
      new RuleEngine(new ActionDirectory(), new FixedContext(clock), clock, line -> {});

  @Test
  void aMessageThatNoRuleWantsAllocatesNothing() throws RuleSyntaxException {
    manyRules();
    assertAllocatesNothing(() -> engine.onMessage(TOPIC, NO_COLUMNS, Receipt.NONE));
    assertAllocatesNothing(() -> engine.match(TOPIC));
  }

  @Test
  void findingTheOneRuleOfAMessageAllocatesNothing() throws RuleSyntaxException {
    manyRules();
    assertThat(engine.match("device/17/down")).isNotNull();
    assertAllocatesNothing(() -> engine.match("device/17/down"));
  }

  @Test
  void anEventThatNoRuleWantsAllocatesNothing() throws RuleSyntaxException {
    manyRules();
    EventSource[] sources = EventSource.values();
    assertAllocatesNothing(() -> {
      for (EventSource source : sources) {
        if (engine.listensTo(source)) {
          throw new AssertionError(source);
        }
      }
    });
  }

  @Test
  void columnsOfAConnectionAreMadeOnceAndThoseOfAMessageOncePerMessage() {
    MessageEvent event = Messages.of("t/1", "x");
    List<String> columns =
        List.of("topic", "clientid", "username", "payload", "peerhost", "peername", "qos", "flags");
    assertAllocatesNothing(() -> {
      for (int i = 0; i < columns.size(); i++) {
        event.column(columns.get(i));
      }
    });
  }

  private void manyRules() throws RuleSyntaxException {
    List<RuleDefinition> rules = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String sql = "SELECT * FROM 'device/" + i + "/#', '+/+/+/down', '$SYS/#'";
      rules.add(new RuleDefinition("r" + i, sql, List.of(), true, "", ""));
    }
    engine.putAll(rules);
  }

  private static void assertAllocatesNothing(Runnable action) {
    run(action, 1_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(action, 10_000);
    // A byte a time at most: what the measurement itself costs.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void run(Runnable action, int times) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }
}
