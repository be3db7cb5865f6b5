package dev.tributary.broker.internal.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A private key in PEM: PKCS#8, plain or encrypted, and the older forms that OpenSSL writes for RSA
 * (PKCS#1) and elliptic curves (SEC 1), which the JDK cannot read and which are therefore wrapped
 * into PKCS#8 here.
 */
final class PrivateKeyPem {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final Pattern OLD_ENCRYPTION = Pattern.compile("Proc-Type: *4,ENCRYPTED");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

  private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int PARAMETERS = 0xA0;

  private PrivateKeyPem() {}

  /**
   * @throws GeneralSecurityException with a message that says what is wrong, without the key
   */
  static PrivateKey read(String pem, @Nullable String password) throws GeneralSecurityException {
    if (OLD_ENCRYPTION.matcher(pem).find()) {
      throw new InvalidKeySpecException(
          "the old encryption of OpenSSL is not read; 'openssl pkcs8 -topk8' turns it into PKCS#8");
    }
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new InvalidKeySpecException("holds no PEM private key");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("its Base64 is broken", e);
    }
    return switch (block.group(1)) {
      case "PRIVATE KEY" -> key(bytes);
      case "ENCRYPTED PRIVATE KEY" -> key(decrypted(bytes, password));
      case "RSA PRIVATE KEY" -> key(pkcs8(RSA, bytes));
      case "EC PRIVATE KEY" -> key(pkcs8(curve(bytes), bytes));
      default ->
          throw new InvalidKeySpecException(
              "holds a " + block.group(1) + ", which is not read; PKCS#8 is");
    };
  }

  private static PrivateKey key(byte[] pkcs8) throws InvalidKeySpecException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException _) {
        // Not this algorithm: the encoding says which, but only its factory can tell.
      }
    }
    throw new InvalidKeySpecException("is no key of " + ALGORITHMS);
  }

  private static byte[] decrypted(byte[] bytes, @Nullable String password)
      throws GeneralSecurityException {
    if (password == null) {
      throw new InvalidKeySpecException("is encrypted, and no password is configured");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(bytes);
      // For PBES2 the name of the algorithms that were chosen is what the parameters print.
      String parameters = String.valueOf(info.getAlgParameters());
      String algorithm = parameters.startsWith("PBE") ? parameters : info.getAlgName();
      PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidKeySpecException("cannot be decrypted: is the password right?", e);
    }
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
  }

  /** The algorithm of a SEC 1 key: its curve stands in {@code [0] parameters} (RFC 5915). */
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    for (int at = 0; at + 4 < sec1.length; at++) {
      // [0] { OBJECT IDENTIFIER }: the length of the one is that of the other and its header.
      if ((sec1[at] & 0xFF) == PARAMETERS
          && sec1[at + 2] == OBJECT_IDENTIFIER
          && sec1[at + 1] == sec1[at + 3] + 2
          && at + 4 + sec1[at + 3] <= sec1.length) {
        byte[] identifier = new byte[2 + sec1[at + 3]];
        System.arraycopy(sec1, at + 2, identifier, 0, identifier.length);
        return der(SEQUENCE, EC_PUBLIC_KEY, identifier);
      }
    }
    throw new InvalidKeySpecException("does not name its curve");
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length < 0x80) {
      all.write(length);
    } else if (length < 0x100) {
      all.write(0x81);
      all.write(length);
    } else {
      all.write(0x82);
      all.write(length >> 8);
      all.write(length);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
