package dev.tributary.sink.kinesis.internal.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the secure sockets of the HTTP client. */
public final class TlsSockets {

  /** What a server must show. */
  public sealed interface Trust {

    /** Nothing: for a try-out. */
    record Anyone() implements Trust {}

    /**
     * A chain to one of these.
     *
     * @param certificates may be empty
     * @param alsoUsual and to those whom the Java runtime trusts
     */
    record Authorities(List<X509Certificate> certificates, boolean alsoUsual) implements Trust {}
  }

  /** Our own certificate, its chain behind it, and its key. */
  public record Identity(List<X509Certificate> chain, PrivateKey key) {}

  /** The name that the server must prove and that SNI sends. */
  public sealed interface ServerName {

    /** The host that was asked for. */
    record OfHost() implements ServerName {}

    record Given(String name) implements ServerName {}

    /** None is sent, none is checked. */
    record Unchecked() implements ServerName {}
  }

  private static final char[] NO_PASSWORD = new char[0];

  private TlsSockets() {}

  /** Throws {@link IllegalArgumentException} where the Java runtime cannot work with the parts. */
  public static SSLConnectionSocketFactory factory(
      Trust trust, @Nullable Identity identity, ServerName name) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(identity), trusted(trust), null);
      return new NamedSockets(context, verifier(trust, name), name);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the certificates of ssl cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keys(@Nullable Identity identity)
      throws GeneralSecurityException, IOException {
    if (identity == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client", identity.key(), NO_PASSWORD, identity.chain().toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trusted(Trust trust)
      throws GeneralSecurityException, IOException {
    return switch (trust) {
      case Trust.Anyone() -> new TrustManager[] {new TrustsAnyone()};
      case Trust.Authorities(var certificates, boolean alsoUsual) -> {
        if (certificates.isEmpty()) {
          yield null;
        }
        KeyStore store = emptyStore();
        List<X509Certificate> all = new ArrayList<>(certificates);
        if (alsoUsual) {
          all.addAll(usual());
        }
        for (int i = 0; i < all.size(); i++) {
          store.setCertificateEntry("ca" + i, all.get(i));
        }
        yield factoryOf(store).getTrustManagers();
      }
    };
  }

  private static List<X509Certificate> usual() throws GeneralSecurityException {
    List<X509Certificate> issuers = new ArrayList<>();
    for (TrustManager manager : factoryOf(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        issuers.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return issuers;
  }

  /** Without a store: the one of the Java runtime. */
  private static TrustManagerFactory factoryOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static HostnameVerifier verifier(Trust trust, ServerName name) {
    if (trust instanceof Trust.Anyone) {
      return NoopHostnameVerifier.INSTANCE;
    }
    DefaultHostnameVerifier proven = new DefaultHostnameVerifier();
    return switch (name) {
      case ServerName.OfHost() -> proven;
      case ServerName.Given(String given) -> (_, session) -> proven.verify(given, session);
      case ServerName.Unchecked() -> NoopHostnameVerifier.INSTANCE;
    };
  }

  private static final class NamedSockets extends SSLConnectionSocketFactory {

    private final ServerName name;

    NamedSockets(SSLContext context, HostnameVerifier verifier, ServerName name) {
      super(context, verifier);
      this.name = name;
    }

    @Override
    protected void prepareSocket(SSLSocket socket) {
      switch (name) {
        case ServerName.OfHost() -> {
          // The runtime sends the host's name by itself.
        }
        case ServerName.Given(String given) -> send(socket, List.of(new SNIHostName(given)));
        case ServerName.Unchecked() -> send(socket, List.of());
      }
    }

    private static void send(SSLSocket socket, List<SNIServerName> names) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(names);
      socket.setSSLParameters(parameters);
    }
  }

  /**
   * The extended kind, for of the plain kind the runtime checks the host's name behind its back.
   */
  private static final class TrustsAnyone extends X509ExtendedTrustManager {

    private static final X509Certificate[] NONE = new X509Certificate[0];

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return NONE;
    }
  }
}
