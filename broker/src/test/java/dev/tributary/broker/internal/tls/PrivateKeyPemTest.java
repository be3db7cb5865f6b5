package dev.tributary.broker.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.mqtt.Wire;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {

  private static PrivateKey rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    return generator.generateKeyPair().getPrivate();
  }

  private static PrivateKey ec() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair().getPrivate();
  }

  private static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes), label);
  }

  @Test
  void readsPkcs8() throws Exception {
    for (PrivateKey key : new PrivateKey[] {rsa(), ec()}) {
      assertThat(PrivateKeyPem.read("text before\n" + pem("PRIVATE KEY", key.getEncoded()), null))
          .isEqualTo(key);
    }
  }

  /** In PKCS#8 the older form stands as it is, in the last element: cut it out. */
  @Test
  void readsTheOlderFormOfRsa() throws Exception {
    PrivateKey key = rsa();
    byte[] pkcs8 = key.getEncoded();
    // 30 82 xxxx, 02 01 00, 30 0d …, 04 82 xxxx
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 4 + 3 + 15 + 4, pkcs8.length);
    assertThat(PrivateKeyPem.read(pem("RSA PRIVATE KEY", pkcs1), null)).isEqualTo(key);
  }

  @Test
  void readsTheOlderFormOfEllipticCurves() throws Exception {
    PrivateKey key = ec();
    byte[] pkcs8 = key.getEncoded();
    // The JDK writes: 30 len, 02 01 00, 30 13 (oids), 04 len, 30 len, 02 01 01, 04 20 (key)
    byte[] number = Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length);
    byte[] sec1 = new byte[51];
    byte[] start = {0x30, 49, 2, 1, 1, 4, 32};
    byte[] curve = {(byte) 0xA0, 10, 6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 3, 1, 7};
    System.arraycopy(start, 0, sec1, 0, start.length);
    System.arraycopy(number, 0, sec1, start.length, number.length);
    System.arraycopy(curve, 0, sec1, start.length + number.length, curve.length);
    PrivateKey read = PrivateKeyPem.read(pem("EC PRIVATE KEY", sec1), null);
    assertThat(((ECPrivateKey) read).getS()).isEqualTo(((ECPrivateKey) key).getS());
  }

  /** Lengths of up to 255. */
  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = Wire.join(parts);
    return Wire.join(new byte[] {(byte) tag, (byte) 0x81, (byte) content.length}, content);
  }

  @ParameterizedTest
  @CsvSource({
    "PBEWithHmacSHA256AndAES_256, 06092a864886f70d01050d", // PBES2, as OpenSSL writes it now
    "PBEWithSHA1AndDESede,        060a2a864886f70d010c0103",
  })
  void readsEncryptedKeys(String algorithm, String oid) throws Exception {
    PrivateKey key = ec();
    SecretKey secret =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec("secret".toCharArray()));
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    byte[] encrypted = cipher.doFinal(key.getEncoded());
    byte[] parameters = cipher.getParameters().getEncoded();
    byte[] identifier = HexFormat.of().parseHex(oid);
    String pem =
        pem(
            "ENCRYPTED PRIVATE KEY",
            der(0x30, der(0x30, identifier, parameters), der(4, encrypted)));
    assertThat(PrivateKeyPem.read(pem, "secret")).isEqualTo(key);
    assertThatThrownBy(() -> PrivateKeyPem.read(pem, "wrong"))
        .hasMessageContaining("is the password right?");
    assertThatThrownBy(() -> PrivateKeyPem.read(pem, null))
        .hasMessageContaining("no password is configured");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
        "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n-----END RSA PRIVATE KEY-----",
      })
  void whateverElseIsToldApart(String text) {
    assertThatThrownBy(() -> PrivateKeyPem.read(text, null))
        .isInstanceOf(GeneralSecurityException.class)
        .message()
        .isNotBlank();
  }
}
