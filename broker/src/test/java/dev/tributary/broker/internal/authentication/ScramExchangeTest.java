package dev.tributary.broker.internal.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.EnhancedAuthentication.Step;
import dev.tributary.broker.ScramCredential;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {

  // RFC 7677, 3
  private static final ScramCredential USER =
      ScramCredential.of(
          "pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4_096, true);
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_FIRST =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String CLIENT_FINAL =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private final ScramExchange exchange = new ScramExchange(_ -> USER, SERVER_NONCE);

  private Step say(String message) {
    return exchange.next(message.getBytes(UTF_8));
  }

  private void assertRefused(Step step, int code) {
    assertThat(step)
        .isInstanceOfSatisfying(
            Step.Failure.class, no -> assertThat(no.reasonCode()).isEqualTo(code));
  }

  @Test
  void theExampleOfTheStandardPasses() {
    assertThat(say(CLIENT_FIRST))
        .isInstanceOfSatisfying(
            Step.Continue.class,
            more -> assertThat(new String(more.data(), UTF_8)).isEqualTo(SERVER_FIRST));
    assertThat(say(CLIENT_FINAL))
        .isInstanceOfSatisfying(
            Step.Success.class,
            yes -> {
              assertThat(yes.username()).isEqualTo("user");
              assertThat(yes.superuser()).isTrue();
              assertThat(new String(yes.data(), UTF_8)).isEqualTo(SERVER_FINAL);
            });
  }

  @Test
  void nothingIsSaidAfterTheEnd() {
    say(CLIENT_FIRST);
    say(CLIENT_FINAL);
    assertRefused(say(CLIENT_FINAL), 0x87);
    assertRefused(say(CLIENT_FIRST), 0x87);
  }

  @Test
  void anotherProofFails() {
    say(CLIENT_FIRST);
    assertRefused(say(CLIENT_FINAL.replace("p=dHzb", "p=dHzc")), 0x86);
    assertRefused(say(CLIENT_FINAL), 0x87); // there is no second try
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=????",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZap=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        "",
        "\0"
      })
  void aBrokenProofFails(String message) {
    say(CLIENT_FIRST);
    assertRefused(say(message), 0x87);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n,,n=us=2Cer=3D,r=12345678",
        "y,,n=user,r=12345678",
        "n,a=user,n=user,r=12345678",
        "n,,n=user,r=12345678,x=extension"
      })
  void goodBeginningsAreAnswered(String message) {
    assertThat(say(message)).isInstanceOf(Step.Continue.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=tls-unique,,n=user,r=12345678", // binds a channel
        "n,a=other,n=user,r=12345678", // acts for somebody else
        "n,,m=x,n=user,r=12345678", // needs an extension
        "n,,n=,r=12345678",
        "n,,n=us=2Der,r=12345678",
        "n,,n=us=er,r=12345678",
        "n,,n=user,r=1234567",
        "n,,n=user,r=1234 5678",
        "n,,n=user",
        "n,,r=12345678,n=user",
        "n,n=user,r=12345678",
        "n",
        ",,",
        ",",
        "x,,n=user,r=12345678",
        ""
      })
  void badBeginningsAreRefused(String message) {
    assertRefused(say(message), 0x87);
  }

  @Test
  void aMessageTooLargeOrNoUtf8IsRefused() {
    assertRefused(say("n,,n=user,r=" + "x".repeat(4_096)), 0x87);
    assertRefused(new ScramExchange(_ -> USER, SERVER_NONCE).next(new byte[] {(byte) 0xFF}), 0x87);
  }

  @Test
  void weakCredentialsAreNotMade() {
    assertThatThrownBy(() -> ScramCredential.of("pencil", new byte[16], 4_095, false))
        .hasMessage("iteration_count 4095: must be from 4096 to 10000000");
    assertThatThrownBy(() -> ScramCredential.of("pencil", new byte[7], 4_096, false))
        .hasMessage("salt of 7 bytes: must have at least 8");
    assertThatThrownBy(() -> ScramCredential.of("", new byte[8], 4_096, false))
        .hasMessage("password '': must not be empty");
  }
}
