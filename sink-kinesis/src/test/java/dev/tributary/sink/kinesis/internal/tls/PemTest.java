package dev.tributary.sink.kinesis.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as OpenSSL 3 writes them, in every form. They open nothing. */
final class PemTest {

  /** All are the same key: EC in SEC 1, PKCS#8, and PKCS#8 encrypted the new way and the old. */
  @ParameterizedTest
  @CsvSource({"ec1,", "ecenc, sesame", "ecenc3des, sesame"})
  void ellipticCurve(String file, String password) throws IOException {
    ECPrivateKey expected = (ECPrivateKey) key(text("ec8"), null);
    ECPrivateKey found = (ECPrivateKey) key(text(file), password);
    assertThat(found.getS()).isEqualTo(expected.getS());
    assertThat(found.getParams()).isEqualTo(expected.getParams());
  }

  @Test
  void rsaInPkcs1() throws IOException {
    PrivateKey key = key(text("rsa1"), null);
    assertThat(key).isEqualTo(key(text("rsa8"), null));
    assertThat(key.getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void edwards() throws IOException {
    assertThat(key(text("ed"), null).getAlgorithm()).isIn("EdDSA", "Ed25519");
  }

  @Test
  void theKeyIsFoundBehindOtherThings() throws IOException {
    assertThat(key("some text\n" + text("ed").replace("PRIVATE", "PUBLIC") + text("ec8"), null))
        .isEqualTo(key(text("ec8"), null));
  }

  @Test
  void passwords() throws IOException {
    String encrypted = text("ecenc");
    assertThatThrownBy(() -> key(encrypted, null))
        .hasMessage("keyfile is encrypted; give password");
    assertThatThrownBy(() -> key(encrypted, "simsalabim"))
        .hasMessageContaining("keyfile cannot be decrypted; correct password")
        .hasMessageNotContaining("simsalabim");
    String old = text("ecold");
    assertThatThrownBy(() -> key(old, "sesame")).hasMessageContaining("openssl pkcs8 -topk8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n\n-----END RSA PRIVATE KEY-----"
      })
  void noKey(String text) {
    assertThatThrownBy(() -> key(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keyfile holds ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void noCertificate(String text) {
    assertThatThrownBy(() -> Pem.certificates("cacertfile", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cacertfile holds ");
  }

  private static PrivateKey key(String text, String password) {
    return Pem.privateKey("keyfile", text, "password", password);
  }

  private static String text(String file) throws IOException {
    try (InputStream in = PemTest.class.getResourceAsStream(file + ".pem")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
