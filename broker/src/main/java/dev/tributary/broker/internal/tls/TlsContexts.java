package dev.tributary.broker.internal.tls;

import dev.tributary.broker.TlsOptions;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes contexts for listeners with TLS: by OpenSSL where its native library loads, which costs
 * less CPU, by the JDK otherwise. Any thread; reads files.
 */
public final class TlsContexts {

  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

  private final InstantSource clock;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param clock decides whether a certificate is valid
   */
  public TlsContexts(InstantSource clock) {
    this.clock = clock;
  }

  public ListenerTls open(TlsOptions options) throws TlsFileException {
    return new ListenerTls(options, this);
  }

  SslContext make(TlsOptions options) throws TlsFileException {
    Instant now = clock.instant();
    TlsFiles files = TlsFiles.read(options, now);
    SslContextBuilder builder =
        SslContextBuilder.forServer(files.key(), files.chain())
            .sslProvider(provider())
            .protocols(options.versions())
            .clientAuth(clientAuth(options));
    if (!files.authorities().isEmpty()) {
      builder.trustManager(files.authorities());
    }
    if (!options.ciphers().isEmpty()) {
      builder.ciphers(options.ciphers(), IdentityCipherSuiteFilter.INSTANCE);
    }
    try {
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsFileException(
          "versions %s, ciphers %s: %s".formatted(options.versions(), options.ciphers(), reason(e)),
          e);
    }
  }

  private SslProvider provider() {
    boolean openSsl = OpenSsl.isAvailable();
    if (told.compareAndSet(false, true)) {
      if (openSsl) {
        LOG.info("TLS by OpenSSL: {}", OpenSsl.versionString());
      } else {
        LOG.info("TLS by the JDK: OpenSSL cannot be used", OpenSsl.unavailabilityCause());
      }
    }
    return openSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }

  private static ClientAuth clientAuth(TlsOptions options) {
    if (!options.verifyPeer()) {
      return ClientAuth.NONE;
    }
    return options.failIfNoPeerCert() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
  }

  /** The innermost message, for Netty says only that it failed. */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}
