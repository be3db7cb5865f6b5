package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.MqttOptions.PeerCertificateField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * By which user name and client identifier a client goes: its own, or those of its certificate or
 * user name where the options say so. What a certificate does not have leaves the client's own.
 */
final class ClientNames {

  private final MqttOptions options;

  ClientNames(MqttOptions options) {
    this.options = options;
  }

  @Nullable String username(@Nullable String given, @Nullable X509Certificate certificate) {
    String named = field(options.peerCertAsUsername(), certificate);
    return named == null ? given : named;
  }

  /**
   * The client identifier.
   *
   * @param username as {@link #username} gave it
   */
  String clientId(String given, @Nullable String username, @Nullable X509Certificate certificate) {
    if (options.useUsernameAsClientId() && username != null && !username.isEmpty()) {
      return username;
    }
    String named = field(options.peerCertAsClientId(), certificate);
    return named == null ? given : named;
  }

  static @Nullable String field(PeerCertificateField field, @Nullable X509Certificate certificate) {
    if (certificate == null) {
      return null;
    }
    try {
      return switch (field) {
        case DISABLED -> null;
        case CN -> commonName(certificate);
        case DN -> certificate.getSubjectX500Principal().getName();
        case MD5 -> md5(certificate.getEncoded());
        case PEM -> pem(certificate.getEncoded());
        case CRT -> Base64.getEncoder().encodeToString(certificate.getEncoded());
      };
    } catch (CertificateEncodingException | InvalidNameException | NoSuchAlgorithmException _) {
      return null; // the handshake has read the certificate: it has this field or it has none
    }
  }

  private static @Nullable String commonName(X509Certificate certificate)
      throws InvalidNameException {
    for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
      if (part.getType().equalsIgnoreCase("CN")) {
        return String.valueOf(part.getValue());
      }
    }
    return null;
  }

  /** A name as the original has it, not a protection. */
  private static String md5(byte[] encoded) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(encoded));
  }

  private static String pem(byte[] encoded) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, newline).encodeToString(encoded)
        + "\n-----END CERTIFICATE-----\n";
  }
}
