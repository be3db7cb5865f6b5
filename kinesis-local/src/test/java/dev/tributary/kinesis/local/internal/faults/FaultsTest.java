package dev.tributary.kinesis.local.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kinesis.local.FaultEffect;
import dev.tributary.kinesis.local.FaultLatency;
import dev.tributary.kinesis.local.FaultRecords;
import dev.tributary.kinesis.local.FaultReport;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.internal.faults.Decision.Reset;
import dev.tributary.testkit.TestClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final FaultRule THROTTLE = FaultRule.always(new FaultEffect.Throttle());

  private final TestClock clock = new TestClock();
  private final Faults faults = new Faults("000000000000", List.of(), clock);

  private void add(FaultRule rule) {
    faults.add(List.of(rule));
  }

  /** One letter per PutRecords: what happened to it. */
  private String ask(int times) {
    StringBuilder outcomes = new StringBuilder();
    for (int i = 0; i < times; i++) {
      outcomes.append(letter(faults.decide("PutRecords", "s")));
    }
    return outcomes.toString();
  }

  private static char letter(Decision decision) {
    if (decision.failure().isPresent()) {
      return decision.failure().get().code().map(code -> code.charAt(0)).orElse('5');
    }
    return switch (decision.reset()) {
      case NONE -> decision.delay().isZero() ? '.' : 'd';
      case BEFORE_PERFORMING -> '<';
      case AFTER_PERFORMING -> '>';
    };
  }

  @Test
  void withoutRulesNothingIsDone() {
    assertThat(faults.decide("PutRecords", "s")).isSameAs(Decision.NOTHING);
    assertThat(faults.ofRecords("PutRecords", "s")).isNull();
  }

  @Test
  void theNextThreeRequestsFail() {
    add(THROTTLE.withTimes(3));
    assertThat(ask(5)).isEqualTo("PPP..");
  }

  @Test
  void everySecondAfterTwoFails() {
    add(THROTTLE.withSchedule(THROTTLE.schedule().withAfter(2).withEvery(2)));
    assertThat(ask(8)).isEqualTo("...P.P.P");
  }

  @Test
  void aWindowOpensAndCloses() {
    add(
        THROTTLE.withSchedule(
            THROTTLE.schedule().withWindow(Duration.ofSeconds(5), Duration.ofSeconds(10))));
    assertThat(ask(2)).isEqualTo("..");
    clock.advance(Duration.ofSeconds(5));
    assertThat(ask(2)).isEqualTo("PP");
    clock.advance(Duration.ofMillis(4_999));
    assertThat(ask(1)).isEqualTo("P");
    assertThat(faults.reports().getFirst().over()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(ask(2)).isEqualTo("..");
    assertThat(faults.reports().getFirst().over()).isTrue();
  }

  @Test
  void aScriptIsFollowedAndEnds() {
    add(
        FaultRule.ofJson(
            """
            {"operations": "PutRecords",
             "script": ["throttle", "none", "reset_after_storing", "reset_before_storing",
                        {"status": 503, "body": false}, {"error": "KMSDisabledException"},
                        {"effect": "internal_failure", "repeat": 2}, {"latency": 30}]}
            """));
    assertThat(ask(11)).isEqualTo("P.><5KIId..");
    FaultReport report = faults.reports().getFirst();
    assertThat(report.asked()).isEqualTo(11);
    assertThat(report.applied()).isEqualTo(8);
    assertThat(report.over()).isTrue();
  }

  @Test
  void aScriptCanLoop() {
    add(FaultRule.ofJson("{\"script\": [\"throttle\", \"none\"], \"loop\": true}"));
    assertThat(ask(5)).isEqualTo("P.P.P");
  }

  /** The same seed and the same requests: the same faults, also after a reset. */
  @Test
  void aSeedRepeatsItself() {
    add(THROTTLE.withProbability(0.3).withSeed(7));
    String first = ask(1000);
    assertThat(first.chars().filter(c -> c == 'P').count()).isBetween(250L, 350L);
    faults.reset();
    assertThat(ask(1000)).isEqualTo(first);
    faults.replace(List.of(THROTTLE.withProbability(0.3).withSeed(8)));
    assertThat(ask(1000)).isNotEqualTo(first);
  }

  @Test
  void aSeedThatWasNotGivenIsTold() {
    add(THROTTLE.withProbability(0.5));
    String first = ask(100);
    faults.replace(List.of(faults.reports().getFirst().rule()));
    assertThat(ask(100)).isEqualTo(first);
  }

  @Test
  void aRuleIsAboutItsOperationsAndStreams() {
    add(THROTTLE.withOperations("PutRecords", "GetRecords").withStream("orders-*"));
    assertThat(letter(faults.decide("PutRecords", "orders-eu"))).isEqualTo('P');
    assertThat(letter(faults.decide("GetRecords", "orders-"))).isEqualTo('P');
    assertThat(letter(faults.decide("PutRecord", "orders-eu"))).isEqualTo('.');
    assertThat(letter(faults.decide("PutRecords", "other"))).isEqualTo('.');
    assertThat(letter(faults.decide("PutRecords", null))).isEqualTo('.');
    assertThat(faults.reports().getFirst().asked()).isEqualTo(2);
  }

  @Test
  void throttlesByTheErrorOfTheOperation() {
    add(THROTTLE);
    var put = faults.decide("PutRecords", "s").failure().orElseThrow();
    assertThat(put.status()).isEqualTo(400);
    assertThat(put.code()).contains("ProvisionedThroughputExceededException");
    assertThat(put.message()).isEqualTo("Rate exceeded for stream s under account 000000000000.");
    var list = faults.decide("ListStreams", null).failure().orElseThrow();
    assertThat(list.code()).contains("LimitExceededException");
    assertThat(list.message()).isEqualTo("Rate exceeded for account 000000000000.");
  }

  /** Delays add up; the first that fails ends it, and later rules are not asked. */
  @Test
  void rulesAreAskedInTheirOrder() {
    add(FaultRule.always(new FaultEffect.Latency(new FaultLatency.Fixed(100))));
    add(FaultRule.always(new FaultEffect.Latency(new FaultLatency.Fixed(20))));
    add(FaultRule.always(new FaultEffect.ResetAfterStoring()).withTimes(1));
    add(FaultRule.always(new FaultEffect.Throttle()));
    Decision first = faults.decide("PutRecords", "s");
    assertThat(first.delay()).isEqualTo(Duration.ofMillis(120));
    assertThat(first.reset()).isEqualTo(Reset.AFTER_PERFORMING);
    assertThat(first.failure()).isEmpty();
    Decision second = faults.decide("PutRecords", "s");
    assertThat(second.failure()).isPresent();
    assertThat(faults.reports()).extracting(FaultReport::asked).containsExactly(2L, 2L, 2L, 1L);
  }

  private String records(String... keys) {
    RecordFaults records = faults.ofRecords("PutRecords", "s");
    StringBuilder outcomes = new StringBuilder();
    for (int i = 0; i < keys.length; i++) {
      var failure = records == null ? null : records.failureOf(i, keys[i], () -> "full");
      outcomes.append(failure == null ? '.' : failure.code().orElseThrow().charAt(0));
    }
    return outcomes.toString();
  }

  @Test
  void recordsFailByKey() {
    add(THROTTLE.withRecords(FaultRecords.ALL.withPartitionKeys("device-1", "eu-*")).withTimes(2));
    assertThat(records("a", "device-1", "device-10", "eu-3", "eu-")).isEqualTo(".P.PP");
    assertThat(records("a", "b")).isEqualTo("..");
    assertThat(records("eu-1")).isEqualTo("P");
    assertThat(records("eu-1")).isEqualTo(".");
    FaultReport report = faults.reports().getFirst();
    // The request without such a key did not count.
    assertThat(report.asked()).isEqualTo(3);
    assertThat(report.applied()).isEqualTo(2);
    assertThat(report.recordsFailed()).isEqualTo(4);
    assertThat(ask(3)).isEqualTo("...");
  }

  @Test
  void recordsFailByPlace() {
    add(
        FaultRule.always(new FaultEffect.AwsError("InternalFailure"))
            .withRecords(FaultRecords.ALL.withIndexes(1, 3)));
    assertThat(records("a", "a", "a", "a", "a")).isEqualTo(".I.I.");
  }

  @Test
  void recordsFailByShare() {
    add(THROTTLE.withRecords(FaultRecords.ALL.withShare(0.2)).withSeed(3));
    String[] keys = new String[500];
    Arrays.fill(keys, "k");
    String first = records(keys);
    assertThat(first.chars().filter(c -> c == 'P').count()).isBetween(70L, 130L);
    faults.reset();
    assertThat(records(keys)).isEqualTo(first);
  }

  @Test
  void aScriptCanFailRecordsToo() {
    add(
        FaultRule.ofJson(
            """
            {"records": {"partition_keys": ["hot"]}, "script": ["throttle", "none", "internal_failure"]}
            """));
    assertThat(records("hot", "cold", "hot")).isEqualTo("P.P");
    assertThat(records("hot", "cold", "hot")).isEqualTo("...");
    assertThat(records("hot", "cold", "hot")).isEqualTo("I.I");
    assertThat(records("hot", "cold", "hot")).isEqualTo("...");
  }

  @Test
  void rulesAreAddedWholeOrNotAtAll() {
    add(THROTTLE.withId("a"));
    assertThatThrownBy(() -> faults.add(List.of(THROTTLE.withId("b"), THROTTLE.withId("a"))))
        .hasMessage("id is 'a', must not be that of another rule");
    assertThat(faults.reports()).hasSize(1);
    List<FaultRule> many = Collections.nCopies(1000, THROTTLE);
    assertThatThrownBy(() -> faults.add(many)).hasMessageContaining("must be at most 1000");
    faults.replace(many);
    assertThat(faults.reports()).hasSize(1000);
  }

  @Test
  void rulesAreFoundAndRemovedByTheirIds() {
    String id = faults.add(List.of(THROTTLE)).getFirst().rule().id().orElseThrow();
    add(THROTTLE.withId("mine"));
    assertThat(faults.report("mine")).isPresent();
    assertThat(faults.remove(id)).isTrue();
    assertThat(faults.remove(id)).isFalse();
    assertThat(faults.reports()).hasSize(1);
    assertThat(ask(1)).isEqualTo("P");
    assertThat(faults.remove("mine")).isTrue();
    assertThat(ask(1)).isEqualTo(".");
  }
}
