package dev.tributary.acceptance.clients;

import dev.tributary.testkit.mqtt.TlsFiles;
import java.net.InetSocketAddress;

/**
 * Where clients connect.
 *
 * @param tls whom they trust there; without effect where nothing is secured
 */
public record Endpoint(Transport transport, InetSocketAddress address, TlsFiles tls) {

  /** The same behind another address. */
  public Endpoint at(InetSocketAddress other) {
    return new Endpoint(transport, other, tls);
  }

  /** The same as another client sees it. */
  public Endpoint as(TlsFiles other) {
    return new Endpoint(transport, address, other);
  }

  public String host() {
    return address.getAddress().getHostAddress();
  }

  public int port() {
    return address.getPort();
  }
}
