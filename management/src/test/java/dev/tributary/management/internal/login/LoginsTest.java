package dev.tributary.management.internal.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginsTest {

  private final TestClock clock = new TestClock();
  private final Logins logins = logins();

  private Logins logins() {
    return new Logins("admin", "s3cret", false, Duration.ofMinutes(60), clock, new SecureRandom());
  }

  private String token() {
    return ((Logins.Result.Welcome) logins.login("admin", "s3cret")).token();
  }

  @Test
  void aTokenEndsWithItsTimeOrItsLogout() {
    String one = token();
    String two = token();
    assertThat(logins.user(one)).contains("admin");

    logins.logout(one);
    assertThat(logins.user(one)).isEmpty();
    assertThat(logins.user(two)).contains("admin");

    clock.advance(Duration.ofMinutes(60));
    assertThat(logins.user(two)).isEmpty();
  }

  @Test
  void tokensOfOthersAreWorthless() {
    String token = token();

    assertThat(logins().user(token)).isEmpty();
    assertThat(logins.user(token.substring(0, token.length() - 6) + "AAAAAA")).isEmpty();
    assertThat(logins.user("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")).isEmpty();
    assertThat(logins.user("")).isEmpty();
  }

  @Test
  void withOneTokenTooManyTheOldestEnds() {
    String oldest = token();
    String second = token();
    for (int i = 1; i < Tokens.LIVE_MAX; i++) {
      token();
    }

    assertThat(logins.user(oldest)).isEmpty();
    assertThat(logins.user(second)).contains("admin");
  }

  @Test
  void aLockOpensAfterItsTimeAndOnlyThatNameIsLocked() {
    for (int i = 0; i < LoginAttempts.FAILURES_MAX; i++) {
      assertThat(logins.login("admin", "x")).isEqualTo(new Logins.Result.Refused());
      assertThat(logins.login("ghost", "x")).isEqualTo(new Logins.Result.Refused());
    }
    assertThat(logins.login("admin", "s3cret")).isEqualTo(new Logins.Result.Locked());
    assertThat(logins.login("ghost", "x")).isEqualTo(new Logins.Result.Locked());
    assertThat(logins.login("other", "x")).isEqualTo(new Logins.Result.Refused());

    clock.advance(LoginAttempts.LOCKED);

    assertThat(logins.login("admin", "s3cret")).isInstanceOf(Logins.Result.Welcome.class);
  }

  @Test
  void manyMadeUpNamesDoNotUnlockAUser() {
    for (int i = 0; i < 2_000; i++) {
      logins.login("ghost" + i, "x");
    }
    for (int i = 0; i < LoginAttempts.FAILURES_MAX; i++) {
      logins.login("admin", "x");
    }

    assertThat(logins.login("admin", "s3cret")).isEqualTo(new Logins.Result.Locked());
  }
}
