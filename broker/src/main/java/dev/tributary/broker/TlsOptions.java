package dev.tributary.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener. The files are read when the listener opens and again when it is told to
 * reload.
 *
 * @param certFile PEM, the server's certificate and those between it and its root
 * @param keyFile PEM, PKCS#8 or PKCS#1
 * @param keyPassword null if the key is not encrypted
 * @param caCertFile PEM, who may sign clients' certificates; null if clients are not asked
 * @param verifyPeer ask clients for a certificate and check it
 * @param failIfNoPeerCert refuse clients that have none; only together with {@code verifyPeer}
 * @param versions such as {@code TLSv1.3}; not empty
 * @param ciphers names as JSSE spells them; empty for those of the implementation
 */
public record TlsOptions(
    Path certFile,
    Path keyFile,
    @Nullable String keyPassword,
    @Nullable Path caCertFile,
    boolean verifyPeer,
    boolean failIfNoPeerCert,
    List<String> versions,
    List<String> ciphers,
    Duration handshakeTimeout) {

  public TlsOptions {
    versions = List.copyOf(versions);
    ciphers = List.copyOf(ciphers);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("versions: at least one TLS version is needed");
    }
    if (verifyPeer && caCertFile == null) {
      throw new IllegalArgumentException(
          "verify verify_peer: cacertfile is needed, or no client could be verified");
    }
    if (failIfNoPeerCert && !verifyPeer) {
      throw new IllegalArgumentException(
          "fail_if_no_peer_cert true: has a meaning only with verify = verify_peer");
    }
  }

  @Override
  public String toString() {
    return "TlsOptions[certFile=" + certFile + ", verifyPeer=" + verifyPeer + "]";
  }
}
