package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.internal.tls.Pem;
import org.jspecify.annotations.Nullable;

/**
 * Secure connections. All certificates and keys are PEM texts, not names of files.
 *
 * @param verify whether the server must prove who it is; true except for a try-out
 * @param caCertificates who is trusted instead of those whom the Java runtime trusts; null: these
 * @param certificate ours, with its chain, if the server asks for one
 * @param key of {@code certificate}: PKCS#8, PKCS#8 encrypted, or PKCS#1
 * @param keyPassword of an encrypted key
 * @param serverName the name that the server must prove and that is sent as SNI; null: the host of
 *     the endpoint; {@value #NO_SERVER_NAME}: no SNI is sent and any name will do
 */
public record TlsSettings(
    boolean verify,
    @Nullable String caCertificates,
    @Nullable String certificate,
    @Nullable String key,
    @Nullable String keyPassword,
    @Nullable String serverName) {

  /** Verified against whom the Java runtime trusts, without a certificate of ours. */
  public static final TlsSettings DEFAULT = new TlsSettings(true, null, null, null, null, null);

  /** As the original spells it. */
  public static final String NO_SERVER_NAME = "disable";

  private static final int NAME_CHARACTERS_MAX = 253;

  public TlsSettings {
    Settings.together(
        "ssl.certfile", certificate, "ssl.keyfile", key, "or none if the server asks for none");
    Settings.needs("ssl.password", keyPassword, "ssl.keyfile", key != null);
    if (serverName != null && (serverName.isBlank() || serverName.length() > NAME_CHARACTERS_MAX)) {
      throw new IllegalArgumentException(
          "ssl.server_name_indication is '"
              + serverName
              + "'; it must be a host name, or disable to check no name");
    }
    if (caCertificates != null) {
      Pem.certificates("ssl.cacertfile", caCertificates);
    }
    if (certificate != null && key != null) {
      Pem.certificates("ssl.certfile", certificate);
      Pem.privateKey("ssl.keyfile", key, "ssl.password", keyPassword);
    }
  }

  /** Trusts these certificates only. */
  public static TlsSettings trusting(String caCertificates) {
    return new TlsSettings(true, caCertificates, null, null, null, null);
  }

  /** With a certificate of ours. */
  public TlsSettings withCertificate(String certificate, String key, @Nullable String keyPassword) {
    return new TlsSettings(verify, caCertificates, certificate, key, keyPassword, serverName);
  }

  public TlsSettings withServerName(@Nullable String serverName) {
    return new TlsSettings(verify, caCertificates, certificate, key, keyPassword, serverName);
  }

  public TlsSettings withVerify(boolean verify) {
    return new TlsSettings(verify, caCertificates, certificate, key, keyPassword, serverName);
  }

  /** Without the key, for logs. */
  @Override
  public String toString() {
    return "TlsSettings[verify="
        + verify
        + ", ownCa="
        + (caCertificates != null)
        + ", certificate="
        + (certificate != null)
        + ", serverName="
        + serverName
        + "]";
  }
}
