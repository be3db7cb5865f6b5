package dev.tributary.kinesis.local.contract;

import java.net.URI;

/**
 * Where a server listens.
 *
 * @param plain HTTP/1.1 and, for who knows it beforehand, HTTP/2
 * @param secure TLS, HTTP/1.1 or HTTP/2
 */
record Endpoint(URI plain, URI secure) {

  URI of(boolean tls) {
    return tls ? secure : plain;
  }
}
