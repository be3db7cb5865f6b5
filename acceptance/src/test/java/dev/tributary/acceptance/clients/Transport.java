package dev.tributary.acceptance.clients;

/** What MQTT travels on. */
public enum Transport {
  TCP("tcp", false, false),
  TLS("ssl", true, false),
  WS("ws", false, true),
  WSS("wss", true, true);

  private final String type;
  private final boolean secured;
  private final boolean webSocket;

  Transport(String type, boolean secured, boolean webSocket) {
    this.type = type;
    this.secured = secured;
    this.webSocket = webSocket;
  }

  /** Type of the listener. */
  public String type() {
    return type;
  }

  public boolean isSecured() {
    return secured;
  }

  public boolean isWebSocket() {
    return webSocket;
  }
}
