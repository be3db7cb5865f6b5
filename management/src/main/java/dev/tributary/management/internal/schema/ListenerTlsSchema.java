package dev.tributary.management.internal.schema;

import static dev.tributary.management.internal.schema.ListenerSchema.NO_EFFECT;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ssl_options} of a listener. */
final class ListenerTlsSchema {

  private static final SettingType<String> FILE = Types.text(1, 4_096);
  private static final Pattern CIPHER = Pattern.compile("[A-Z][A-Z0-9_-]{2,99}");
  private static final int CIPHERS_MAX = 100;

  private ListenerTlsSchema() {}

  static ObjectSchema sslOptions() {
    ObjectSchema.Builder options =
        ObjectSchema.describedAs(
            "TLS. The files are read when the listener opens and when certificates are reloaded;"
                + " relative paths start at the installation folder.");
    certificates(options);
    protocol(options);
    return options.build();
  }

  private static void certificates(ObjectSchema.Builder options) {
    options
        .optional(
            "certfile",
            FILE,
            "PEM file: the server's certificate, then those between it and its root. Default:"
                + " `<data_dir>/certs/cert.pem`.")
        .optional(
            "keyfile",
            FILE,
            "PEM file: the key of `certfile`, PKCS#8 or PKCS#1. Default:"
                + " `<data_dir>/certs/key.pem`.")
        .optional("password", Types.secret(), "Of an encrypted `keyfile`.")
        .optional(
            "cacertfile",
            FILE,
            "PEM file: who may sign certificates of clients; needed for `verify = verify_peer`.")
        .withDefault(
            "verify",
            Types.oneOf("verify_none", "verify_peer"),
            "verify_none",
            "`verify_peer`: clients are asked for a certificate, and one that `cacertfile` does not"
                + " vouch for is refused.")
        .withDefault(
            "fail_if_no_peer_cert",
            Types.flag(),
            false,
            "Whether clients without a certificate are refused; only with `verify_peer`.");
  }

  private static void protocol(ObjectSchema.Builder options) {
    options
        .withDefault(
            "versions",
            Types.listOf(Types.oneOf("tlsv1.3", "tlsv1.2", "tlsv1.1", "tlsv1"), 4),
            List.of("tlsv1.3", "tlsv1.2"),
            "Versions of TLS; older ones than 1.2 are broken.")
        .withDefault(
            "ciphers",
            Types.listOf(
                Types.text(CIPHER, "a cipher suite such as TLS_AES_256_GCM_SHA384"), CIPHERS_MAX),
            List.of(),
            "Cipher suites, the best first; empty for those of the TLS library.")
        .withDefault(
            "handshake_timeout",
            Types.duration(Duration.ofMillis(100), Duration.ofHours(1)),
            "15s",
            "How long a client may take for the TLS handshake.")
        .withDefault("depth", Types.integer(0, 255), 10, NO_EFFECT + ".")
        .withDefault("honor_cipher_order", Types.flag(), true, NO_EFFECT + ".")
        .withDefault("reuse_sessions", Types.flag(), true, NO_EFFECT + ".")
        .withDefault("secure_renegotiate", Types.flag(), true, NO_EFFECT + ".")
        .withDefault(
            "hibernate_after",
            Types.duration(Duration.ZERO, Duration.ofDays(1)),
            "5s",
            NO_EFFECT + ".");
  }
}
