package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.internal.tls.Pem;
import dev.tributary.sink.kinesis.internal.tls.TlsSockets;
import dev.tributary.sink.kinesis.internal.tls.TlsSockets.Identity;
import dev.tributary.sink.kinesis.internal.tls.TlsSockets.ServerName;
import dev.tributary.sink.kinesis.internal.tls.TlsSockets.Trust;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The HTTP clients under the AWS clients: timeouts, pool, proxy, TLS. */
final class HttpClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /**
   * A lane has one request in flight, so lanes bound the connections; the pool must never make one
   * lane wait for another. Connections are only opened when needed.
   */
  private static final int CONNECTIONS_MAX = 4096;

  private HttpClients() {}

  /** For Kinesis. */
  static ApacheHttpClient.Builder kinesis(KinesisConnectorSettings settings) {
    ApacheHttpClient.Builder client =
        common(settings.proxy()).maxConnections(Math.max(settings.poolSize(), CONNECTIONS_MAX));
    TlsSettings tls = settings.tls();
    if (!tls.equals(TlsSettings.DEFAULT)) {
      client.socketFactory(
          TlsSockets.factory(trust(tls, false), identity(tls), serverName(tls.serverName())));
    }
    return client;
  }

  /**
   * For STS: the same way through the network, but never less verified than AWS deserves. Only an
   * STS of the user's own is subject to {@code ssl.verify}, and the name of Kinesis is not its
   * name. The user's authorities are trusted besides the usual ones, for a proxy may break up TLS.
   */
  static ApacheHttpClient.Builder sts(KinesisConnectorSettings settings, AssumedRole role) {
    ApacheHttpClient.Builder client = common(settings.proxy());
    TlsSettings tls = settings.tls();
    boolean own = role.stsEndpoint() != null;
    if (!tls.equals(TlsSettings.DEFAULT)) {
      TlsSettings verified = tls.withVerify(tls.verify() || !own);
      client.socketFactory(
          TlsSockets.factory(trust(verified, true), identity(tls), new ServerName.OfHost()));
    }
    return client;
  }

  private static ApacheHttpClient.Builder common(@Nullable ProxySettings proxy) {
    ApacheHttpClient.Builder client =
        ApacheHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(SOCKET_TIMEOUT)
            .tcpKeepAlive(true);
    return proxy == null ? client : client.proxyConfiguration(through(proxy));
  }

  private static ProxyConfiguration through(ProxySettings proxy) {
    ProxyConfiguration.Builder through =
        ProxyConfiguration.builder()
            .endpoint(proxy.uri())
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    if (proxy.username() != null) {
      // Asked for anyway: without this each new connection costs a round trip more.
      through.username(proxy.username()).password(proxy.password());
      through.preemptiveBasicAuthenticationEnabled(true);
    }
    return through.build();
  }

  private static Trust trust(TlsSettings tls, boolean alsoUsual) {
    if (!tls.verify()) {
      return new Trust.Anyone();
    }
    String own = tls.caCertificates();
    List<X509Certificate> authorities =
        own == null ? List.of() : Pem.certificates("ssl.cacertfile", own);
    return new Trust.Authorities(authorities, alsoUsual);
  }

  private static @Nullable Identity identity(TlsSettings tls) {
    String certificate = tls.certificate();
    String key = tls.key();
    if (certificate == null || key == null) {
      return null;
    }
    return new Identity(
        Pem.certificates("ssl.certfile", certificate),
        Pem.privateKey("ssl.keyfile", key, "ssl.password", tls.keyPassword()));
  }

  private static ServerName serverName(@Nullable String name) {
    if (name == null) {
      return new ServerName.OfHost();
    }
    return name.equals(TlsSettings.NO_SERVER_NAME)
        ? new ServerName.Unchecked()
        : new ServerName.Given(name);
  }
}
