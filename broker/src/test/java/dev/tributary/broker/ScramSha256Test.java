package dev.tributary.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.EnhancedAuthentication.Exchange;
import dev.tributary.broker.EnhancedAuthentication.Step;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScramSha256Test {

  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final ScramCredential PEAR =
      ScramCredential.of("secret", new byte[16], 4_096, false);

  private final ScramSha256 scram =
      new ScramSha256(
          name -> name.equals("pear") ? Optional.of(PEAR) : Optional.empty(),
          SECRET,
          4_096,
          new Random(1));

  @Test
  void whoKnowsThePasswordIsLetIn() {
    ScramClient client = new ScramClient("pear", "secret");
    Exchange exchange = scram.begin();
    Step.Continue challenge = (Step.Continue) exchange.next(client.first());
    Step.Success success = (Step.Success) exchange.next(client.proof(challenge.data()));
    assertThat(success.username()).isEqualTo("pear");
    assertThat(client.accepts(success.data())).isTrue();
  }

  @Test
  void whoIsUnknownCannotBeToldFromWhoIsWrong() {
    for (String name : new String[] {"pear", "nobody"}) {
      ScramClient client = new ScramClient(name, "guess");
      Exchange exchange = scram.begin();
      Step.Continue challenge = (Step.Continue) exchange.next(client.first());
      assertThat(new String(challenge.data(), StandardCharsets.UTF_8)).contains(",i=4096");
      assertThat(exchange.next(client.proof(challenge.data())))
          .isEqualTo(new Step.Failure(0x86, "user name or password is wrong"));
    }
  }

  @Test
  void theSaltOfWhoIsUnknownStaysTheSame() {
    String first = salt("nobody");
    assertThat(first).hasSameSizeAs(salt("pear")).isEqualTo(salt("nobody"));
    assertThat(salt("somebody")).isNotEqualTo(first);
  }

  private String salt(String name) {
    Step.Continue challenge =
        (Step.Continue) scram.begin().next(new ScramClient(name, "x").first());
    return new String(challenge.data(), StandardCharsets.UTF_8).split(",", -1)[1];
  }

  @Test
  void everyExchangeHasItsOwnNonce() {
    byte[] first = new ScramClient("pear", "x").first();
    assertThat(((Step.Continue) scram.begin().next(first)).data())
        .isNotEqualTo(((Step.Continue) scram.begin().next(first)).data());
  }

  @Test
  void weakSettingsAreRefused() {
    assertThatThrownBy(() -> new ScramSha256(_ -> Optional.empty(), SECRET, 1, new Random()))
        .hasMessage("iteration_count 1: must be at least 4096");
    assertThatThrownBy(
            () -> new ScramSha256(_ -> Optional.empty(), new byte[15], 4_096, new Random()))
        .hasMessage("secret of 15 bytes: must have at least 16");
  }
}
