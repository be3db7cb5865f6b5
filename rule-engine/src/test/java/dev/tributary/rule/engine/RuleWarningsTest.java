package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tributary.sink.Receipt;
import dev.tributary.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RuleWarningsTest {
  private final TestClock clock = new TestClock();
  private final RuleEngine engine =
      new RuleEngine(new ActionDirectory(), new FixedContext(clock), clock, line -> {});
  private final Logger logger = (Logger) LoggerFactory.getLogger(RuleEngine.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void aFailingRuleIsNamedWithItsReasonOnceInTenSecondsAndWithoutPayload() throws Exception {
    engine.put(
        new RuleDefinition(
            "broken", "SELECT upper(payload.n) AS a FROM 't/#'", List.of(), true, "", ""));
    for (int i = 0; i < 1_000; i++) {
      publish();
    }
    clock.advance(Duration.ofSeconds(10));
    publish();
    assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2);
    assertThat(log.list.getFirst().getFormattedMessage())
        .startsWith("Rule broken: upper: ")
        .doesNotContain("4711");
    assertThat(log.list.getLast().getFormattedMessage())
        .endsWith("(and 999 warnings before, not written)");
    assertThat(engine.metrics("broken").failedException()).isEqualTo(1_001);
  }

  private void publish() {
    engine.onMessage("t/1", Messages.of("t/1", "{\"n\":4711}"), Receipt.NONE);
  }
}
