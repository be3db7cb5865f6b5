package dev.tributary.testkit.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom a client trusts and what it shows of itself, as PEM files and in the forms that Java's
 * clients want.
 *
 * @param authority certificate of whoever signs servers
 * @param own the client's certificate and key, for mutual TLS
 */
public record TlsFiles(Path authority, Optional<Pair> own) {

  private static final char[] NO_PASSWORD = new char[0];

  /**
   * A certificate and its key (elliptic curve, PKCS#8).
   *
   * @param certificate PEM file
   * @param key PEM file
   */
  public record Pair(Path certificate, Path key) {}

  public static TlsFiles trusting(Path authority) {
    return new TlsFiles(authority, Optional.empty());
  }

  public TrustManagerFactory trust() {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("authority", certificate(authority));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot trust " + authority, e);
    }
  }

  /** Empty without an own certificate. */
  public Optional<KeyManagerFactory> keys() {
    return own.map(TlsFiles::keys);
  }

  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys().map(KeyManagerFactory::getKeyManagers).orElse(null),
          trust().getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyManagerFactory keys(Pair pair) {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "own", key(pair.key), NO_PASSWORD, new Certificate[] {certificate(pair.certificate)});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot use " + pair, e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(Path pem) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path pem) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }
}
