package dev.tributary.broker;

import dev.tributary.broker.internal.authentication.Scram;
import dev.tributary.broker.internal.authentication.ScramExchange;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * SCRAM-SHA-256 as the server speaks it (RFC 5802, RFC 7677), without channel binding. Who is
 * unknown goes the same way as who is known, with a salt that is always the same for its name, and
 * fails at its end for the same reason: nobody can find out by it who exists.
 */
public final class ScramSha256 implements EnhancedAuthentication {

  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 18;
  private static final int SECRET_BYTES_MIN = 16;

  private final CredentialStore store;
  private final byte[] secret;
  private final int iterations;
  private final RandomGenerator random;

  /**
   * @param secret at least 16 bytes that no client knows and that stay the same through restarts,
   *     for the salts of unknown users
   * @param iterations what the store's credentials have, told to unknown users; at least 4,096
   * @param random for nonces: must not be predictable, hence a {@link java.security.SecureRandom}
   */
  public ScramSha256(CredentialStore store, byte[] secret, int iterations, RandomGenerator random) {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException(
          "secret of " + secret.length + " bytes: must have at least " + SECRET_BYTES_MIN);
    }
    if (iterations < ScramCredential.ITERATIONS_MIN) {
      throw new IllegalArgumentException(
          "iteration_count " + iterations + ": must be at least " + ScramCredential.ITERATIONS_MIN);
    }
    this.store = store;
    this.secret = secret.clone();
    this.iterations = iterations;
    this.random = random;
  }

  @Override
  public String method() {
    return "SCRAM-SHA-256";
  }

  @Override
  public Exchange begin() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new ScramExchange(this::credential, Base64.getEncoder().encodeToString(nonce));
  }

  private ScramCredential credential(String username) {
    // Made in any case, so that it takes no less time for who exists.
    ScramCredential nobody =
        new ScramCredential(
            Arrays.copyOf(Scram.sign(secret, "salt," + username), SALT_BYTES),
            iterations,
            Scram.sign(secret, "stored," + username),
            Scram.sign(secret, "server," + username),
            false);
    return store.find(username).orElse(nobody);
  }
}
