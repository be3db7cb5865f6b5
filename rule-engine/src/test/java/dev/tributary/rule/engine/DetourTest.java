package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What records know of where they come from, and that fallbacks lead nowhere twice. */
class DetourTest {
  private static final String MAIN = "kinesis:main";
  private static final String SPARE = "kinesis:spare";
  private static final Detour DETOUR = new Detour("first", MAIN);

  private final TestClock clock = new TestClock();
  private final ActionDirectory directory = new ActionDirectory();
  private final RuleEngine engine =
      new RuleEngine(directory, new FixedContext(clock), clock, line -> {});
  private final FakeAction main = new FakeAction(MAIN);
  private final FakeAction spare = new FakeAction(SPARE);

  @BeforeEach
  void rules() throws RuleSyntaxException {
    rule("first", MAIN, SPARE);
    rule("second", MAIN, SPARE);
  }

  @Test
  void aRecordNamesItsSourceAndKeepsNoOutput() throws Exception {
    put(false);
    publish(null);
    assertThat(main.records)
        .extracting(SinkRecord::source)
        .containsExactlyInAnyOrder(
            new Source("first", "t/1", "meadow-1"), new Source("second", "t/1", "meadow-1"));
    assertThat(main.records).extracting(SinkRecord::columns).containsOnlyNulls();
  }

  @Test
  void theOutputIsKeptWhereAFallbackNeedsIt() throws Exception {
    put(true);
    publish(null);
    String kept = new String(main.records.getFirst().columns(), StandardCharsets.UTF_8);
    assertThat(kept).isEqualTo("{\"payload\":\"x\",\"clientid\":\"meadow-1\"}");
    assertThat(spare.records).extracting(SinkRecord::columns).containsOnlyNulls();
  }

  @Test
  void aMessageOfAFallbackSparesTheRuleAndTheActionThatItCameFrom() throws Exception {
    put(true);
    publish(DETOUR);
    assertThat(main.records).isEmpty();
    assertThat(spare.records)
        .extracting(SinkRecord::source)
        .containsExactly(new Source("second via " + MAIN, "t/1", "meadow-1"));
    assertThat(spare.records.getFirst().columns()).isNull();
    assertThat(engine.metrics("first").matched()).isZero();
    RuleMetrics second = engine.metrics("second");
    assertThat(second.actionsTotal()).isEqualTo(2);
    assertThat(second.actionsDiscarded()).isEqualTo(1);
  }

  private void put(boolean keepColumns) throws TemplateException {
    RecordSpec spec = new RecordSpec("${payload}", "${clientid}", null, UndefinedKey.FAIL);
    directory.put(MAIN, spec, main, keepColumns);
    directory.put(SPARE, spec, spare);
  }

  private void rule(String id, String... actions) throws RuleSyntaxException {
    List<RuleAction> references = List.of(actions).stream().map(RuleAction::reference).toList();
    String sql = "SELECT payload, clientid, nowhere FROM 't/#'";
    engine.put(new RuleDefinition(id, sql, references, true, "", ""));
  }

  private void publish(@Nullable Detour detour) {
    engine.onMessage("t/1", Messages.of("t/1", "x", detour), Receipt.NONE);
  }
}
