package dev.tributary.broker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.MqttOptions.PeerCertificateField;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ClientNamesTest {

  /** Of nobody: the name of the subject is all that counts here. */
  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBZzCCAQ2gAwIBAgIIYy+4AC736cIwCgYIKoZIzj0EAwIwJzESMBAGA1UEChMJ
      VHJpYnV0YXJ5MREwDwYDVQQDEwhkZXZpY2UtNzAgFw0yNjExMjMwNDU5MDNaGA8y
      MTI2MTAzMDA0NTkwM1owJzESMBAGA1UEChMJVHJpYnV0YXJ5MREwDwYDVQQDEwhk
      ZXZpY2UtNzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOZCf1YRtrnVwrrnzBTg
      uttCbvvajQY+DAQ9kOv8eg+Pm+Yk9jzeSoWp/dqiEf/oy57YBrhSuNf8B3VaBgYJ
      lwOjITAfMB0GA1UdDgQWBBTMZ1sDhDiXmA1g2z34pmL30rxygzAKBggqhkjOPQQD
      AgNIADBFAiEAmQpKE++g6qRZoniGVdeLSAsx/2Jm8xOEiWbl3oCB22cCIEgxfJkK
      PqrpdHq+iU1QtsfIu0WWgggQRFfoUEL/3hn+
      -----END CERTIFICATE-----
      """;

  private static X509Certificate certificate() throws Exception {
    byte[] pem = PEM.getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  @Test
  void everyFieldOfACertificateNamesAClient() throws Exception {
    X509Certificate shown = certificate();
    assertThat(ClientNames.field(PeerCertificateField.CN, shown)).isEqualTo("device-7");
    assertThat(ClientNames.field(PeerCertificateField.DN, shown))
        .isEqualTo("CN=device-7,O=Tributary");
    assertThat(ClientNames.field(PeerCertificateField.MD5, shown)).matches("[0-9a-f]{32}");
    assertThat(ClientNames.field(PeerCertificateField.PEM, shown)).isEqualTo(PEM);
    assertThat(Base64.getDecoder().decode(ClientNames.field(PeerCertificateField.CRT, shown)))
        .isEqualTo(shown.getEncoded());
    assertThat(ClientNames.field(PeerCertificateField.DISABLED, shown)).isNull();
  }

  @Test
  void withoutCertificateTheClientsOwnNamesHold() {
    for (PeerCertificateField field : PeerCertificateField.values()) {
      assertThat(ClientNames.field(field, null)).isNull();
    }
  }
}
