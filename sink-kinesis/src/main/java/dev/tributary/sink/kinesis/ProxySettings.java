package dev.tributary.sink.kinesis;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy between us and AWS, for Kinesis and STS: plain requests are forwarded, secure ones
 * tunnelled by CONNECT.
 *
 * @param url {@code http[s]://host[:port]}: with {@code https} the proxy itself is spoken to by TLS
 * @param username for basic authentication; null for none
 * @param password given if and only if {@code username} is
 */
public record ProxySettings(String url, @Nullable String username, @Nullable String password) {

  public ProxySettings {
    Settings.address("proxy.url", url, "http://proxy.example.com:3128");
    Settings.together(
        "proxy.username", username, "proxy.password", password, "or none if it asks for none");
  }

  /** With a port, which the HTTP client wants. */
  URI uri() {
    URI given = URI.create(url);
    int usual = "https".equalsIgnoreCase(given.getScheme()) ? 443 : 80;
    return URI.create(
        given.getScheme()
            + "://"
            + given.getHost()
            + ":"
            + (given.getPort() < 0 ? usual : given.getPort()));
  }

  /** Without the password, for logs. */
  @Override
  public String toString() {
    return "ProxySettings[url=" + url + ", username=" + username + "]";
  }
}
