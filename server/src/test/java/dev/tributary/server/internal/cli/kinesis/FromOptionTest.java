package dev.tributary.server.internal.cli.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.server.internal.cli.CommandFailure;
import dev.tributary.server.internal.records.StartingPoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FromOptionTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void placesHaveNames() {
    assertThat(FromOption.parse("trim", NOW)).isEqualTo(new StartingPoint.TrimHorizon());
    assertThat(FromOption.parse("LATEST", NOW)).isEqualTo(new StartingPoint.Latest());
    assertThat(FromOption.parse("sequence=495", NOW))
        .isEqualTo(new StartingPoint.AtSequence("495"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T07:45:00Z",
        "2026-11-23T08:45:00+01:00",
        "1795419900",
        "15m",
        "1795419900.000"
      })
  void timesAreWrittenInSeveralWays(String text) {
    assertThat(FromOption.parse("time=" + text, NOW))
        .isEqualTo(new StartingPoint.At(Instant.parse("2026-11-23T07:45:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "oldest", "time", "time=", "time=noon", "sequence=", "sequence=x", "time=-5m"})
  void allElseIsAMistake(String text) {
    assertThatThrownBy(() -> FromOption.parse(text, NOW))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContainingAll("--from", "expected");
  }
}
