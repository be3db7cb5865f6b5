package dev.tributary.broker.internal.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The certificate of who is at the other end. */
final class PeerCertificate {

  private PeerCertificate() {}

  /** What the client proved with its certificate; null without TLS or certificate. */
  static @Nullable X509Certificate of(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return null;
    }
    try {
      return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate x509
          ? x509
          : null;
    } catch (SSLPeerUnverifiedException _) {
      return null; // it was not asked, or had none and need not have one
    }
  }
}
