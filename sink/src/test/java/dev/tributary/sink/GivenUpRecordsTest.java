package dev.tributary.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that end otherwise than delivered: fallbacks and dead letters over restarts. */
final class GivenUpRecordsTest extends DiskBufferFixture {

  @Test
  void aRecordIsForgottenOnlyWhenItsFallbackHoldsIt() {
    service.poison = true;
    List<Receipt> taken = new ArrayList<>();
    Fallback fallback =
        (_, _, receipt) -> {
          receipt.expect();
          taken.add(receipt);
        };
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    submit("a1");
    driver.run(LONG);
    assertThat(taken).hasSize(1);
    driver.crash();
    taken.clear();
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    driver.run(LONG);
    assertThat(taken).hasSize(1);
    taken.getFirst().held();
    driver.run(LONG);
    driver.crash();
    taken.clear();
    runtime = runtime();
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, null, fallback);
    driver.run(LONG);
    assertThat(taken).isEmpty();
  }

  @Test
  void deadLettersAreKeptAndReplayed() throws IOException {
    service.poison = true;
    DeadLetterSettings letters = new DeadLetterSettings(1 << 20, Duration.ofDays(1));
    put(disk(1 << 20, 1 << 20, Acknowledge.BUFFERED), true, letters, Fallback.NONE);
    submit("a1");
    submit("a2");
    driver.run(LONG);
    List<DeadLetter> dead = runtime.deadLetters(ACTION, 0, 10);
    assertThat(dead).extracting(DeadLetter::partitionKey).containsExactly("a", "a");
    assertThat(dead).extracting(DeadLetter::errorCode).containsOnly("ValidationException");
    service.poison = false;
    assertThat(runtime.replayDeadLetters(ACTION, List.of(dead.getFirst().id()))).isEqualTo(1);
    driver.run(LONG);
    assertThat(service.delivered).containsExactly("a1");
    assertThat(runtime.deadLetters(ACTION, 0, 10)).hasSize(1);
    assertThat(runtime.purgeDeadLetters(ACTION, List.of())).isEqualTo(1);
    assertThat(runtime.deadLetters(ACTION, 0, 10)).isEmpty();
  }
}
