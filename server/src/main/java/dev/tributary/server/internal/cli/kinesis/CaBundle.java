package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of a file, and in no others. */
final class CaBundle {

  private CaBundle() {}

  static TrustManager[] trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + store.size(), each);
      }
      if (store.size() > 0) {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
      }
    } catch (IOException | GeneralSecurityException _) {
      // Said below, with what would be right.
    }
    throw new CommandFailure(
        "--ca-bundle %s cannot be read: expected a file of PEM certificates".formatted(file), 2);
  }
}
