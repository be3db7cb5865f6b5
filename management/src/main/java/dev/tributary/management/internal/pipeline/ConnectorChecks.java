package dev.tributary.management.internal.pipeline;

import dev.tributary.config.Settings;
import java.util.List;

/** What the fields of a connector must not say together. */
final class ConnectorChecks {

  /** Settings that mean something only while a role is assumed. */
  private static final List<String> OF_A_ROLE =
      List.of("external_id", "role_session_name", "sts_endpoint");

  private ConnectorChecks() {}

  /** The first mistake; empty if there is none. */
  static String mistake(Settings connector) {
    for (String mistake :
        List.of(credentials(connector), place(connector), proxy(connector), ssl(connector))) {
      if (!mistake.isEmpty()) {
        return mistake;
      }
    }
    return "";
  }

  private static String credentials(Settings connector) {
    boolean id = connector.has("aws_access_key_id");
    if (id != connector.has("aws_secret_access_key")) {
      return (id ? "aws_secret_access_key" : "aws_access_key_id")
          + ": is missing: expected both keys, or neither to use the default credentials of AWS";
    }
    if (connector.has("session_token") && !id) {
      return "session_token: expected aws_access_key_id and aws_secret_access_key beside it";
    }
    if (connector.has("profile") && id) {
      return "profile = \"%s\": expected either profile or aws_access_key_id, not both"
          .formatted(connector.text("profile"));
    }
    if (!connector.has("role_arn")) {
      for (String setting : OF_A_ROLE) {
        if (connector.has(setting)) {
          return "%s = \"%s\": expected role_arn beside it, the role that is assumed"
              .formatted(setting, connector.text(setting));
        }
      }
    }
    return "";
  }

  private static String place(Settings connector) {
    if (!connector.has("endpoint")) {
      return connector.has("region")
          ? ""
          : "endpoint: is missing: expected http[s]://host[:port], or a region such as us-east-1"
              + " for AWS's own endpoint";
    }
    for (String setting : List.of("fips", "dual_stack")) {
      if (connector.has(setting) && connector.flag(setting)) {
        return setting
            + " = true: expected region without endpoint, for it chooses among AWS's own endpoints";
      }
    }
    return "";
  }

  private static String proxy(Settings connector) {
    if (!connector.has("proxy")) {
      return "";
    }
    Settings proxy = connector.object("proxy");
    boolean username = proxy.has("username");
    return username == proxy.has("password")
        ? ""
        : "proxy.%s: is missing: expected both username and password, or neither if it asks for none"
            .formatted(username ? "password" : "username");
  }

  private static String ssl(Settings connector) {
    if (!connector.has("ssl")) {
      return "";
    }
    Settings ssl = connector.object("ssl");
    boolean certificate = ssl.has("certfile");
    if (certificate != ssl.has("keyfile")) {
      return "ssl.%s: is missing: expected both certfile and keyfile, or neither if the server asks for none"
          .formatted(certificate ? "keyfile" : "certfile");
    }
    return ssl.has("password") && !certificate
        ? "ssl.password: expected certfile and keyfile beside it, the key that it opens"
        : "";
  }
}
