package dev.tributary.sink.kinesis.internal.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Wraps keys in the older formats (RFC 8017 {@code RSAPrivateKey}, RFC 5915 {@code ECPrivateKey})
 * into PKCS#8, which is what Java reads.
 */
final class Pkcs1 {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int OID = 0x06;

  /** The context tag under which an EC key names its curve. */
  private static final int CURVE = 0xa0;

  private static final byte[] VERSION_0 = {INTEGER, 1, 0};

  /** AlgorithmIdentifier { rsaEncryption 1.2.840.113549.1.1.1, NULL }. */
  private static final byte[] RSA = {
    SEQUENCE, 13, OID, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };

  /** id-ecPublicKey 1.2.840.10045.2.1. */
  private static final byte[] EC_OID = {OID, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

  private Pkcs1() {}

  static byte[] rsaToPkcs8(byte[] key) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTETS, key));
  }

  static byte[] ecToPkcs8(String setting, byte[] key) {
    byte[] algorithm = element(SEQUENCE, EC_OID, curve(setting, key));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
  }

  /** The named curve: behind the version and the secret number. */
  private static byte[] curve(String setting, byte[] key) {
    try {
      int at = content(key, 0);
      at = end(key, at);
      at = end(key, at);
      if ((key[at] & 0xff) == CURVE) {
        int from = content(key, at);
        return Arrays.copyOfRange(key, from, end(key, at));
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      // Falls through: cut short.
    }
    throw Pem.bad(setting, "holds an EC key that does not name its curve; convert it to PKCS#8");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int end(byte[] der, int at) {
    int from = content(der, at);
    int length = der[at + 1] & 0xff;
    if (length >= 0x80) {
      length = 0;
      for (int i = at + 2; i < from; i++) {
        length = (length << 8) | (der[i] & 0xff);
      }
    }
    if (length < 0 || from + length > der.length) {
      throw new IndexOutOfBoundsException(length);
    }
    return from + length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
