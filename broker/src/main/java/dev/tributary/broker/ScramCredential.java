package dev.tributary.broker;

import dev.tributary.broker.internal.authentication.Scram;
import java.text.Normalizer;

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802, 3): enough to check a client and
 * to prove itself, not enough to log in. The arrays are shared and must not be changed.
 *
 * @param salt of at least 8 bytes
 * @param iterations at least 4,096 (RFC 7677, 4)
 * @param storedKey 32 bytes
 * @param serverKey 32 bytes
 */
public record ScramCredential(
    byte[] salt, int iterations, byte[] storedKey, byte[] serverKey, boolean superuser) {

  static final int ITERATIONS_MIN = 4_096;
  private static final int ITERATIONS_MAX = 10_000_000;
  private static final int SALT_BYTES_MIN = 8;

  public ScramCredential {
    if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
      throw new IllegalArgumentException(
          "iteration_count " + iterations + ": must be from 4096 to 10000000");
    }
    if (salt.length < SALT_BYTES_MIN) {
      throw new IllegalArgumentException(
          "salt of " + salt.length + " bytes: must have at least " + SALT_BYTES_MIN);
    }
    if (storedKey.length != Scram.KEY_BYTES || serverKey.length != Scram.KEY_BYTES) {
      throw new IllegalArgumentException("stored key and server key must have 32 bytes each");
    }
  }

  /**
   * From a password, which takes a while: as long as guessing it once is meant to take.
   *
   * @throws IllegalArgumentException if the password is empty
   */
  public static ScramCredential of(
      String password, byte[] salt, int iterations, boolean superuser) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password '': must not be empty");
    }
    // Of RFC 4013 that part that changes what people type; what it forbids cannot be typed.
    String prepared = Normalizer.normalize(password, Normalizer.Form.NFKC);
    byte[] salted = Scram.saltedPassword(prepared, salt, iterations);
    byte[] storedKey = Scram.hash(Scram.sign(salted, "Client Key"));
    return new ScramCredential(
        salt, iterations, storedKey, Scram.sign(salted, "Server Key"), superuser);
  }

  @Override
  public String toString() {
    return "ScramCredential[iterations=" + iterations + ", superuser=" + superuser + "]";
  }
}
