package dev.tributary.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Keys and certificates made by the JDK's keytool in a directory of the test: {@code ca} signs
 * {@code server}, {@code other}, {@code client} and {@code expired}; {@code stranger} signs itself.
 */
final class TestCertificates {

  static final String PASSWORD = "changeit";

  private final Path directory;
  private final KeyStore store;

  TestCertificates(Path directory) throws Exception {
    this.directory = directory;
    Path file = directory.resolve("all.p12");
    make(file, "ca", "CN=Test CA", "-ext", "bc:c", "-startdate", "-2d");
    make(file, "server", "CN=localhost", signed("-startdate", "-1d"));
    make(file, "other", "CN=localhost, O=Other", signed("-startdate", "-1d"));
    make(file, "client", "CN=device-7, O=Tributary", signed("-startdate", "-1d"));
    make(file, "expired", "CN=localhost", signed("-startdate", "-1d", "-validity", "1"));
    make(file, "stranger", "CN=stranger", "-startdate", "-1d");
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
  }

  private static String[] signed(String... more) {
    List<String> all =
        new ArrayList<>(List.of("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void make(Path file, String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  Certificate certificate(String alias) throws GeneralSecurityException {
    return store.getCertificate(alias);
  }

  Key key(String alias) throws GeneralSecurityException {
    return store.getKey(alias, PASSWORD.toCharArray());
  }

  Path certFile(String alias) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (Certificate certificate : store.getCertificateChain(alias)) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return Files.writeString(directory.resolve(alias + "-cert.pem"), pem);
  }

  Path keyFile(String alias) throws Exception {
    return Files.writeString(
        directory.resolve(alias + "-key.pem"), pem("PRIVATE KEY", key(alias).getEncoded()));
  }

  Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label);
  }

  /** Server TLS without client certificates. */
  TlsOptions server(String alias) throws Exception {
    return new TlsOptions(
        certFile(alias),
        keyFile(alias),
        null,
        null,
        false,
        false,
        List.of("TLSv1.3", "TLSv1.2"),
        List.of(),
        Duration.ofSeconds(15));
  }

  TlsOptions mutual(boolean failIfNoPeerCert) throws Exception {
    TlsOptions plain = server("server");
    return new TlsOptions(
        plain.certFile(),
        plain.keyFile(),
        null,
        certFile("ca"),
        true,
        failIfNoPeerCert,
        plain.versions(),
        List.of(),
        plain.handshakeTimeout());
  }

  /** Trusts the authority. */
  TrustManagerFactory trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate("ca"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  KeyManagerFactory keys(String alias) throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(alias, key(alias), PASSWORD.toCharArray(), store.getCertificateChain(alias));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(own, PASSWORD.toCharArray());
    return factory;
  }

  /** Shows its certificate also to who would not take it. */
  X509ExtendedKeyManager insisting(String alias) throws GeneralSecurityException, IOException {
    X509ExtendedKeyManager own = (X509ExtendedKeyManager) keys(alias).getKeyManagers()[0];
    return new X509ExtendedKeyManager() {
      @Override
      public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {alias};
      }

      @Override
      public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return alias;
      }

      @Override
      public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
      }

      @Override
      public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias;
      }

      @Override
      public X509Certificate[] getCertificateChain(String wanted) {
        return own.getCertificateChain(wanted);
      }

      @Override
      public PrivateKey getPrivateKey(String wanted) {
        return own.getPrivateKey(wanted);
      }
    };
  }

  /** Of a client that trusts the authority and has no certificate. */
  SSLContext clientContext() throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust().getTrustManagers(), null);
    return context;
  }
}
