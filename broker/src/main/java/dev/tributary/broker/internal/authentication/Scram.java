package dev.tributary.broker.internal.authentication;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802, 2.2, with SHA-256. */
public final class Scram {

  public static final int KEY_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private Scram() {}

  /** {@code Hi}: slow by intent. */
  public static byte[] saltedPassword(String password, byte[] salt, int iterations) {
    PBEKeySpec spec =
        new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    } finally {
      spec.clearPassword();
    }
  }

  /** {@code HMAC}. */
  public static byte[] sign(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** {@code H}. */
  public static byte[] hash(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw unavailable(e);
    }
  }

  /** {@code XOR} of two arrays of the same length. */
  static byte[] xor(byte[] left, byte[] right) {
    byte[] both = left.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] ^= right[i];
    }
    return both;
  }

  private static IllegalStateException unavailable(GeneralSecurityException e) {
    return new IllegalStateException("this Java lacks SHA-256, HMAC or PBKDF2", e);
  }
}
