package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes, in hexadecimal. */
final class HashFunctions {
  private HashFunctions() {}

  @RuleFunction("The MD5 hash.")
  @Example(value = "md5('hello')", gives = "\"5d41402abc4b2a76b9719d911017c592\"")
  static String md5(byte[] text) throws EvaluationException {
    return digest("MD5", text);
  }

  @RuleFunction("The SHA-1 hash.")
  @Example(value = "sha('hello')", gives = "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\"")
  static String sha(byte[] text) throws EvaluationException {
    return digest("SHA-1", text);
  }

  @RuleFunction("The SHA-256 hash.")
  @Example(
      value = "sha256('hello')",
      gives = "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"")
  static String sha256(byte[] text) throws EvaluationException {
    return digest("SHA-256", text);
  }

  @RuleFunction(
      "The hash of the given kind: md5, sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256, sha3_384 or sha3_512.")
  @Example(value = "hash('sha1', 'hello')", gives = "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\"")
  static String hash(String algorithm, byte[] text) throws EvaluationException {
    return digest(
        switch (algorithm) {
          case "md5" -> "MD5";
          case "sha", "sha1" -> "SHA-1";
          case "sha224" -> "SHA-224";
          case "sha256" -> "SHA-256";
          case "sha384" -> "SHA-384";
          case "sha512" -> "SHA-512";
          case "sha3_224" -> "SHA3-224";
          case "sha3_256" -> "SHA3-256";
          case "sha3_384" -> "SHA3-384";
          case "sha3_512" -> "SHA3-512";
          default ->
              throw new EvaluationException(
                  "hash: unknown algorithm; known are md5, sha1, sha224, sha256, sha384, sha512, sha3_*");
        },
        text);
  }

  private static String digest(String algorithm, byte[] text) throws EvaluationException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
    } catch (NoSuchAlgorithmException _) {
      throw new EvaluationException("this Java has no " + algorithm);
    }
  }
}
