package dev.tributary.management.internal.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one administrator, and who is logged in. Thread-safe. */
public final class Logins {

  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  /** What became of a login. */
  public sealed interface Result {
    record Welcome(String token) implements Result {}

    record Refused() implements Result {}

    /** Too many wrong passwords; the right one does not help for a while. */
    record Locked() implements Result {}
  }

  private final String username;
  private final byte[] passwordDigest;
  private final boolean passwordIsWellKnown;
  private final LoginAttempts attempts;
  private final Tokens tokens;

  public Logins(
      String username,
      String password,
      boolean passwordIsWellKnown,
      Duration tokenLifetime,
      InstantSource clock,
      SecureRandom random) {
    this.username = username;
    this.passwordDigest = digest(password);
    this.passwordIsWellKnown = passwordIsWellKnown;
    this.attempts = new LoginAttempts(clock);
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.tokens = new Tokens(key, tokenLifetime, clock);
  }

  public Result login(String name, String password) {
    // Both are always compared, and digests of equal length: the time tells nothing.
    boolean nameIsRight = MessageDigest.isEqual(digest(name), digest(username));
    boolean passwordIsRight = MessageDigest.isEqual(digest(password), passwordDigest);
    if (attempts.locked(name)) {
      return new Result.Locked();
    }
    if (!nameIsRight || !passwordIsRight) {
      attempts.failed(name, nameIsRight);
      return new Result.Refused();
    }
    attempts.succeeded(name);
    if (passwordIsWellKnown) {
      LOG.warn(
          "{} has logged in with the default password, which works on loopback only: set"
              + " dashboard.default_password",
          username);
    }
    return new Result.Welcome(tokens.issue(username));
  }

  /** Whose token it is. */
  public Optional<String> user(String token) {
    return tokens.user(token);
  }

  public void logout(String token) {
    tokens.end(token);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
