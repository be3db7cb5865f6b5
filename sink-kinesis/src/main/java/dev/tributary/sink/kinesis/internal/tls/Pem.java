package dev.tributary.sink.kinesis.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads PEM texts. What cannot be read is told by the name of its setting, never by its content.
 */
public final class Pem {

  /** More than any sensible bundle of certificates. */
  private static final int CHARACTERS_MAX = 2 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA");

  private record Block(String label, String body) {}

  private Pem() {}

  /**
   * All certificates of a text, in order; at least one.
   *
   * @throws IllegalArgumentException that names the setting
   */
  public static List<X509Certificate> certificates(String setting, String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(setting, text)) {
      if (block.label().equals(CERTIFICATE)) {
        certificates.add(certificate(setting, bytes(setting, block)));
      }
    }
    if (certificates.isEmpty()) {
      throw bad(setting, "holds no certificate; it must be PEM with BEGIN CERTIFICATE");
    }
    return certificates;
  }

  private static X509Certificate certificate(String setting, byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw bad(setting, "holds a certificate that cannot be read: " + e.getMessage());
    }
  }

  /**
   * The first private key of a text.
   *
   * @param password needed if and only if the key is encrypted
   * @throws IllegalArgumentException that names the setting
   */
  public static PrivateKey privateKey(
      String setting, String text, String passwordSetting, @Nullable String password) {
    for (Block block : blocks(setting, text)) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return pkcs8(setting, bytes(setting, block));
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          if (password == null) {
            throw bad(setting, "is encrypted; give " + passwordSetting);
          }
          return decrypt(setting, passwordSetting, bytes(setting, block), password);
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(setting, Pkcs1.rsaToPkcs8(plain(setting, block)));
        }
        case "EC PRIVATE KEY" -> {
          return pkcs8(setting, Pkcs1.ecToPkcs8(setting, plain(setting, block)));
        }
        default -> {
          // Other things may stand in the file: parameters, certificates.
        }
      }
    }
    throw bad(setting, "holds no private key; it must be PEM with BEGIN PRIVATE KEY");
  }

  /** The old way to encrypt inside the PEM block hashes the password once with MD5. */
  private static byte[] plain(String setting, Block block) {
    if (block.body().contains("Proc-Type:")) {
      throw bad(
          setting, "is encrypted the old way; convert it with: openssl pkcs8 -topk8 -in KEYFILE");
    }
    return bytes(setting, block);
  }

  private static PrivateKey pkcs8(String setting, byte[] der) {
    for (String type : KEY_TYPES) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException _) {
        // Not a key of this type: the next.
      }
    }
    throw bad(setting, "holds a key that cannot be read; it must be an RSA, EC or EdDSA key");
  }

  private static PrivateKey decrypt(
      String setting, String passwordSetting, byte[] der, String password) {
    PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      String algorithm = algorithm(info);
      SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return pkcs8(setting, info.getKeySpec(cipher).getEncoded());
    } catch (GeneralSecurityException | IOException _) {
      throw bad(
          setting,
          "cannot be decrypted; correct " + passwordSetting + ", or encrypt the key with AES");
    } finally {
      secret.clearPassword();
    }
  }

  /** For PBES2 the parameters name the whole algorithm, such as PBEWithHmacSHA256AndAES_256. */
  private static String algorithm(EncryptedPrivateKeyInfo info) {
    String name = info.getAlgName();
    return name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13")
        ? info.getAlgParameters().toString()
        : name;
  }

  private static List<Block> blocks(String setting, String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw bad(setting, "has more than " + CHARACTERS_MAX + " characters");
    }
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static byte[] bytes(String setting, Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.body().getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException _) {
      throw bad(setting, "holds a " + block.label() + " that is not base64");
    }
  }

  static IllegalArgumentException bad(String setting, String what) {
    return new IllegalArgumentException(setting + " " + what);
  }
}
