package dev.tributary.broker;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One door for clients.
 *
 * @param name unique among the listeners of its type, such as {@code default}
 * @param bind port 0 lets the system choose; {@link Broker#address} tells what it chose
 * @param connectionsMax a connection beyond it is closed at once and counted
 * @param rates what its clients may do per second
 * @param proxyProtocolTimeout null if no proxy stands before it; else how long its PROXY header
 *     (version 1 or 2) is waited for, and a connection without one is closed
 * @param authenticate whether clients must prove who they are, where authentication is configured
 * @param tls given if and only if the type has TLS
 * @param webSocket given if and only if the type is a WebSocket
 */
public record ListenerSettings(
    ListenerType type,
    String name,
    boolean enable,
    InetSocketAddress bind,
    int connectionsMax,
    Rates rates,
    @Nullable Duration proxyProtocolTimeout,
    boolean authenticate,
    TcpOptions tcp,
    @Nullable TlsOptions tls,
    @Nullable WebSocketOptions webSocket) {

  /**
   * Null means as much as they like. Whoever is faster is read later, nothing is dropped.
   *
   * @param connections accepted by the listener; beyond it accepting pauses, counted, and who wants
   *     to connect waits in the kernel's queue ({@link TcpOptions#backlog})
   * @param messages PUBLISH packets of one client
   * @param bytes of one client
   */
  public record Rates(
      @Nullable RateLimit connections, @Nullable RateLimit messages, @Nullable RateLimit bytes) {

    public static final Rates UNLIMITED = new Rates(null, null, null);
  }

  public ListenerSettings {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("listener name '': must not be empty");
    }
    if (connectionsMax < 1) {
      throw new IllegalArgumentException(
          "max_connections " + connectionsMax + " of listener " + name + ": must be at least 1");
    }
    if (type.isTls() != (tls != null)) {
      throw new IllegalArgumentException(
          "ssl_options of listener " + name + ": needed for ssl and wss, unknown to tcp and ws");
    }
    if (type.isWebSocket() != (webSocket != null)) {
      throw new IllegalArgumentException(
          "websocket of listener " + name + ": needed for ws and wss, unknown to tcp and ssl");
    }
  }

  /** MQTT over plain TCP, without limits. */
  public static ListenerSettings tcp(String name, InetSocketAddress bind) {
    return new ListenerSettings(
        ListenerType.TCP,
        name,
        true,
        bind,
        Integer.MAX_VALUE,
        Rates.UNLIMITED,
        null,
        true,
        TcpOptions.defaults(),
        null,
        null);
  }

  public ListenerSettings withConnectionsMax(int max) {
    return new ListenerSettings(
        type,
        name,
        enable,
        bind,
        max,
        rates,
        proxyProtocolTimeout,
        authenticate,
        tcp,
        tls,
        webSocket);
  }

  /** {@code tcp:default}. */
  public String id() {
    return type.text() + ":" + name;
  }
}
