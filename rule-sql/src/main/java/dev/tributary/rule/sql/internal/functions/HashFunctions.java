package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes, in hexadecimal. */
final class HashFunctions {
  private HashFunctions() {}

  @RuleFunction(
      "The MD5 hash of the bytes of a string, in 32 hexadecimal digits. Numbers, lists and maps are errors: use str first.")
  @Example(value = "md5('hello')", gives = "\"5d41402abc4b2a76b9719d911017c592\"")
  static String md5(byte[] text) throws EvaluationException {
    return digest("MD5", text);
  }

  @RuleFunction("The SHA-1 hash of the bytes of a string, in 40 hexadecimal digits.")
  @Example(value = "sha('hello')", gives = "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\"")
  static String sha(byte[] text) throws EvaluationException {
    return digest("SHA-1", text);
  }

  @RuleFunction("The SHA-256 hash of the bytes of a string, in 64 hexadecimal digits.")
  @Example(
      value = "sha256('hello')",
      gives = "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"")
  static String sha256(byte[] text) throws EvaluationException {
    return digest("SHA-256", text);
  }

  @RuleFunction(
      "The hash of the given kind: md5, sha or sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256, sha3_384, sha3_512,"
          + " ripemd160 or blake2b. Kinds are written in small letters; any other is an error.")
  @Example(value = "hash('sha1', 'hello')", gives = "\"aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d\"")
  @Example(
      value = "hash('ripemd160', 'hello')",
      gives = "\"108f07b8382412612c048d07d13f814118445acd\"")
  @Example(
      value = "hash('blake2b', 'hello')",
      gives =
          "\"e4cfa39a3d37be31c59609e807970799caa68a19bfaa15135f165085e01d41a65ba1e1b146aeb6bd0092b49eac214c103ccfa3a365954bbbe52f74a2b3620c94\"")
  static String hash(String algorithm, byte[] data) throws EvaluationException {
    return switch (algorithm) {
      case "md5" -> digest("MD5", data);
      case "sha", "sha1" -> digest("SHA-1", data);
      case "sha224" -> digest("SHA-224", data);
      case "sha256" -> digest("SHA-256", data);
      case "sha384" -> digest("SHA-384", data);
      case "sha512" -> digest("SHA-512", data);
      case "sha3_224" -> digest("SHA3-224", data);
      case "sha3_256" -> digest("SHA3-256", data);
      case "sha3_384" -> digest("SHA3-384", data);
      case "sha3_512" -> digest("SHA3-512", data);
      case "ripemd160" -> HexFormat.of().formatHex(RipeMd160.digest(data));
      case "blake2b" -> HexFormat.of().formatHex(Blake2.digest(data));
      default ->
          throw new EvaluationException(
              "hash: algorithm is unknown; known are md5, sha, sha1, sha224, sha256, sha384, sha512,"
                  + " sha3_224, sha3_256, sha3_384, sha3_512, ripemd160 and blake2b");
    };
  }

  @RuleFunction(
      "An integer from min to max that depends on the string alone, by its SHA-256: for spreading things evenly over buckets.")
  @Example(value = "hash_to_range('A_C001', 0, 3)", gives = "0")
  static BigInteger hashToRange(byte[] text, BigInteger min, BigInteger max)
      throws EvaluationException {
    return inRange("hash_to_range", new BigInteger(1, bytes("SHA-256", text)), min, max);
  }

  @RuleFunction(
      "An integer from min to max: the remainder of a number, or of the bytes of a string read as one, counted from min.")
  @Example(value = "map_to_range(7, 0, 3)", gives = "3")
  @Example(value = "map_to_range('a', 0, 3)", gives = "1")
  static BigInteger mapToRange(
      @Kind("string or integer") @Whole Value value, BigInteger min, BigInteger max)
      throws EvaluationException {
    if (!(value instanceof Value.Text text)) {
      return inRange("map_to_range", Arguments.anyInteger("map_to_range: value", value), min, max);
    }
    if (text.isEmpty()) {
      throw new EvaluationException("map_to_range: value must not be empty");
    }
    return inRange("map_to_range", new BigInteger(1, text.bytes()), min, max);
  }

  private static BigInteger inRange(
      String function, BigInteger number, BigInteger min, BigInteger max)
      throws EvaluationException {
    if (min.compareTo(max) > 0) {
      throw new EvaluationException(function + ": min must not be greater than max");
    }
    return number.mod(max.subtract(min).add(BigInteger.ONE)).add(min);
  }

  private static String digest(String algorithm, byte[] data) throws EvaluationException {
    return HexFormat.of().formatHex(bytes(algorithm, data));
  }

  private static byte[] bytes(String algorithm, byte[] data) throws EvaluationException {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (NoSuchAlgorithmException _) {
      throw new EvaluationException("this Java has no " + algorithm);
    }
  }
}
