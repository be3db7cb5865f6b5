package dev.tributary.broker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Mqtt5;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundAliasesTest {

  @Test
  @Mqtt5({"3.1.2-27"})
  void aClientThatTakesNoneGetsNone() {
    OutboundAliases none = new OutboundAliases(0);
    assertThat(none.use("t")).isEqualTo(OutboundAliases.NONE);
  }

  @Test
  void theFirstUseSetsAndLaterOnesRefer() {
    OutboundAliases aliases = new OutboundAliases(10);
    int set = aliases.use("a");
    assertThat(set).isBetween(1, 10);
    assertThat(aliases.use("a")).isEqualTo(-set);
    assertThat(aliases.use("b")).isPositive().isNotEqualTo(set);
  }

  @Test
  void aTopicThatIsSentOftenKeepsItsAlias() {
    OutboundAliases one = new OutboundAliases(1);
    assertThat(one.use("often")).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      assertThat(one.use("once/" + i)).isEqualTo(OutboundAliases.NONE);
      assertThat(one.use("often")).isEqualTo(-1);
    }
  }

  @Test
  void aTopicThatIsNotSentAnyMoreGivesItsPlaceAway() {
    OutboundAliases one = new OutboundAliases(1);
    assertThat(one.use("old")).isEqualTo(1);
    assertThat(one.use("new")).isEqualTo(OutboundAliases.NONE);
    assertThat(one.use("new")).isEqualTo(1);
    assertThat(one.use("old")).isEqualTo(OutboundAliases.NONE);
  }

  @Test
  @Mqtt5({"3.1.2-26", "3.3.2-8", "3.3.2-11"})
  void whatTheClientReadsIsAlwaysTheTopicThatIsMeant() {
    for (int max : new int[] {1, 2, 3, 5, 16, 256, 65_535}) {
      OutboundAliases aliases = new OutboundAliases(max);
      Map<Integer, String> client = new HashMap<>();
      Random random = new Random(max);
      for (int i = 0; i < 20_000; i++) {
        String topic = "t/" + (int) Math.abs(random.nextGaussian() * 40);
        int use = aliases.use(topic);
        if (use > 0) {
          assertThat(use).isLessThanOrEqualTo(max);
          client.put(use, topic);
        } else if (use < 0) {
          assertThat(client.get(-use)).isEqualTo(topic);
        }
      }
    }
  }
}
