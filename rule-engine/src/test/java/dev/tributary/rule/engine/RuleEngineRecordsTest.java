package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an action is given of a message, and what the console shows. */
class RuleEngineRecordsTest extends RuleEngineFixture {
  @Test
  void carryTheTimeOfTheMessage() throws Exception {
    FakeAction a = action("kinesis:a");
    put("r", "SELECT payload, clientid FROM 't/#'", sink("kinesis:a"));
    publish("t/1", "x");
    assertThat(a.records.getFirst().createdAtMillis()).isEqualTo(Messages.RECEIVED_AT);
    assertThat(a.keys()).containsExactly("meadow-1");
  }

  @Test
  void thePayloadPassesThroughUncopied() throws Exception {
    FakeAction a = action("kinesis:a");
    put("r", "SELECT * FROM 't/#'", sink("kinesis:a"));
    byte[] payload = {0, (byte) 0xff, '{'};
    engine.onMessage("t/1", Messages.of("t/1", payload), receipt);
    assertThat(a.records.getFirst().data()).isSameAs(payload);
  }

  @Test
  void aReplacedActionServesTheNextMessage() throws Exception {
    FakeAction before = action("kinesis:a");
    put("r", "SELECT payload FROM 't/#'", sink("kinesis:a"));
    publish("t/1", "x");
    FakeAction after = new FakeAction("kinesis:a");
    directory.put("kinesis:a", spec("<${payload}>"), after);
    publish("t/1", "y");
    directory.remove("kinesis:a");
    publish("t/1", "z");
    assertThat(before.data()).containsExactly("x");
    assertThat(after.data()).containsExactly("<y>");
    assertThat(engine.metrics("r").actionsFailedOutOfService()).isEqualTo(1);
  }

  @Test
  void consoleLinesAreCut() throws Exception {
    put("r", "SELECT payload FROM 't/#'", new RuleAction.Console());
    publish("t/1", "x".repeat(100_000));
    assertThat(console.getFirst()).hasSizeLessThan(5_000).endsWith("...");
  }

  @Test
  void consoleLinesAreLinesWhateverIsInThem() throws Exception {
    put("r", "SELECT payload FROM 't/#'", new RuleAction.Console());
    publish("t/1", "a\r\nb\u001b[2Jc\u009b1md\u202ee\u2028f");
    assertThat(console.getFirst()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
    assertThat(console.getFirst()).contains("\\u202E").contains("\\u009B");
  }

  @Test
  void consoleOutputIsBoundedAndTellsWhatItLeftOut() throws Exception {
    put("r", "SELECT topic FROM 't/#'", new RuleAction.Console());
    for (int i = 0; i < 150; i++) {
      publish("t/1", "x");
    }
    assertThat(console)
        .hasSize(100)
        .containsOnly("rule r at 2026-01-01T00:00:00Z: {\"topic\":\"t/1\"}");
    clock.advance(Duration.ofSeconds(1));
    publish("t/1", "x");
    assertThat(console.getLast())
        .isEqualTo(
            "rule r at 2026-01-01T00:00:01Z: {\"topic\":\"t/1\"} (50 not printed before this)");
    assertThat(engine.metrics("r").actionsSuccess()).isEqualTo(151);
  }
}
