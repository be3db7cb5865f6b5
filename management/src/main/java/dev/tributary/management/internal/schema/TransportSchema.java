package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;

/** {@code proxy} and {@code ssl} of a connector. */
final class TransportSchema {

  private TransportSchema() {}

  static ObjectSchema proxy() {
    return ObjectSchema.describedAs(
            "An HTTP proxy between us and AWS, for Kinesis and STS. Left out: what the environment"
                + " says (`HTTPS_PROXY`).")
        .required(
            "url",
            Types.text(
                KinesisConnectorSchema.ADDRESS,
                "http[s]://host[:port], such as http://proxy.example.com:3128"),
            "`http[s]://host[:port]`; with `https` the proxy itself is spoken to by TLS.")
        .optional("username", Types.text(1, 1_024), "Given if and only if `password` is.")
        .optional("password", Types.secret(), "For basic authentication at the proxy.")
        .build();
  }

  static ObjectSchema ssl() {
    return ObjectSchema.describedAs(
            "How secure connections (`https`) are made. Left out: the server must prove who it is"
                + " to the Java runtime's certificate authorities.")
        .withDefault(
            "enable",
            Types.flag(),
            true,
            "Whether the settings below are used. Whether a connection is secure is said by the"
                + " endpoint.")
        .withDefault(
            "verify",
            Types.oneOf("verify_peer", "verify_none"),
            "verify_peer",
            "Whether the server must prove who it is. `verify_none` is for try-outs only.")
        .optional(
            "cacertfile",
            PemText.certificates(),
            "Who is trusted instead of those whom the Java runtime trusts.")
        .optional(
            "certfile",
            PemText.certificates(),
            "Our certificate with its chain, if the server asks for one.")
        .optional(
            "keyfile", PemText.key(), "The key of `certfile`: PKCS#8, also encrypted, or PKCS#1.")
        .optional("password", Types.secret(), "Of an encrypted `keyfile`.")
        .optional(
            "server_name_indication",
            Types.text(1, 253),
            "The name that the server must prove and that is sent as SNI. Default: the endpoint's"
                + " host. `disable`: none is sent and any name will do.")
        .build();
  }
}
