package dev.tributary.kinesis.local.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  private Certificate kept(Instant now) throws IOException {
    return Certificate.of(Optional.of(directory.resolve("tls")), now);
  }

  @Test
  void isFoundAgain() throws IOException {
    Certificate made = kept(NOW);
    assertThat(kept(NOW.plus(Duration.ofDays(800)))).isEqualTo(made);
    assertThat(made.context().isServer()).isTrue();
    assertThat(made.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void itsKeyIsForTheOwnerOnly() throws IOException {
    kept(NOW);
    assertThat(permissions("local-kinesis.key")).isEqualTo("rw-------");
    assertThat(permissions("local-kinesis.crt")).isEqualTo("rw-r--r--");
    try (var files = Files.list(directory.resolve("tls"))) {
      assertThat(files).hasSize(2);
    }
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve("tls").resolve(file)));
  }

  @Test
  void isMadeAnewBeforeItEnds() throws IOException {
    Certificate made = kept(NOW);
    assertThat(kept(NOW.plus(Duration.ofDays(820)))).isNotEqualTo(made);
  }

  @Test
  void speaksForThisMachineAndIsNoAuthority() throws Exception {
    X509Certificate x509 =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        SelfSigned.make(NOW).certificatePem().getBytes(StandardCharsets.UTF_8)));
    x509.verify(x509.getPublicKey());
    assertThat(x509.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(x509.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void namesTheFileThatIsDamaged() throws IOException {
    kept(NOW);
    Path file = directory.resolve("tls").resolve("local-kinesis.crt");
    Files.writeString(file, "nonsense");
    assertThatThrownBy(() -> kept(NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a certificate")
        .hasMessageContaining("remove it");
  }

  @Test
  void saysSoWhenTheKeyIsDamaged() throws IOException {
    kept(NOW);
    Files.writeString(directory.resolve("tls").resolve("local-kinesis.key"), "nonsense");
    assertThatThrownBy(() -> kept(NOW).context())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("local-kinesis.key cannot be used");
  }
}
