package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.TcpOptions;
import dev.tributary.broker.WebSocketOptions;
import dev.tributary.broker.internal.proxy.ProxyDecoder;
import dev.tributary.broker.internal.proxy.ProxyHeader;
import dev.tributary.broker.internal.session.LoopHome;
import dev.tributary.broker.internal.tls.ListenerTls;
import dev.tributary.broker.internal.tls.TlsHandshakes;
import dev.tributary.broker.internal.websocket.WebSocketUpgrade;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a client's connection: whoever reads this knows the way of a packet. Immutable;
 * the settings of a listener at one time, for the connections that come meanwhile. What a listener
 * does not use is not in its pipelines.
 */
final class ChannelSetup {

  private static final int HTTP_BODY_BYTES_MAX = 4_096;

  private final ListenerSettings settings;
  private final Entrance entrance;
  private final @Nullable ListenerTls tls;
  private final Services services;
  private final Disconnector disconnector;
  private final StalledClients stalled;
  private final TlsHandshakes tlsHandshakes;
  private final WriteBufferWaterMark unread;

  ChannelSetup(
      String listener, ListenerSettings settings, @Nullable ListenerTls tls, Services services) {
    this.settings = settings;
    this.entrance = new Entrance(listener, settings.authenticate());
    this.tls = tls;
    this.services = services;
    this.disconnector = new Disconnector(services);
    this.stalled = new StalledClients(settings.tcp(), services.observer());
    this.tlsHandshakes = new TlsHandshakes(services.observer());
    int most = settings.tcp().writeBufferBytesMax();
    this.unread = new WriteBufferWaterMark(most / 2, most);
  }

  int connectionsMax() {
    return settings.connectionsMax();
  }

  void fill(Channel channel, LoopHome home) {
    setOptions(channel);
    int packetBytesMax = services.limits().packetBytesMax();
    ReadGate gate = new ReadGate();
    Connection connection = new Connection(channel, gate, entrance, home, services, disconnector);

    ChannelPipeline pipeline = channel.pipeline();
    if (settings.tcp().sendTimeoutClose()) {
      // At the socket: what it does not take, the client does not read.
      pipeline.addLast("stalledClients", stalled);
    }
    Duration proxyTimeout = settings.proxyProtocolTimeout();
    if (proxyTimeout != null) {
      // A proxy's header comes before everything else, and never encrypted.
      pipeline.addLast("proxyDecoder", new ProxyDecoder());
      pipeline.addLast(
          "proxyHeader",
          new ProxyHeader(proxyTimeout, services.observer(), connection::cameThrough));
    }
    if (tls != null) {
      // What follows sees no difference between a plain and an encrypted connection.
      pipeline.addLast("tls", tls.newHandler(channel.alloc()));
      // Right behind it, so that no other handler must know how TLS fails.
      pipeline.addLast("tlsHandshakes", tlsHandshakes);
    }
    WebSocketOptions webSocket = settings.webSocket();
    if (webSocket != null) {
      addWebSocket(pipeline, webSocket, connection);
    }
    // From here on all is MQTT, however it was carried; so these are MQTT's bytes.
    pipeline.addLast(
        "byteCounter", new ByteCounter(services.observer().counters(), connection.wire()));
    // Before the decoder, which trusts lengths: it gets whole packets only, and only good ones.
    pipeline.addLast("frameGuard", new FrameGuard(packetBytesMax));
    // Bytes to packets; strings need no second check. What it cannot read it passes on with a
    // cause.
    pipeline.addLast(
        "mqttDecoder",
        new MqttDecoder(packetBytesMax, services.limits().clientIdBytesMax(), false));
    // Packets to bytes.
    pipeline.addLast("mqttEncoder", MqttEncoder.INSTANCE);
    // After the decoder, because what must stop is packets, and one read may hold many.
    pipeline.addLast("readGate", gate);
    ListenerSettings.Rates rates = settings.rates();
    if (rates.messages() != null || rates.bytes() != null) {
      // After the gate that it closes: each packet that passes counts, those that wait do not yet.
      pipeline.addLast("clientRates", new ClientRates(connection, rates, services));
    }
    // The protocol.
    pipeline.addLast("connection", new ConnectionHandler(connection, services, disconnector));
  }

  /** One HTTP request; after its upgrade only frames, and MQTT in them. */
  private void addWebSocket(
      ChannelPipeline pipeline, WebSocketOptions options, Connection connection) {
    int frameBytesMax = frameBytesMax(options);
    // Leaves with the upgrade, and has put the codec for frames in its place.
    pipeline.addLast("http", new HttpServerCodec());
    // The upgrade needs the whole request; leaves too.
    pipeline.addLast("httpBody", new HttpObjectAggregator(HTTP_BODY_BYTES_MAX, true));
    if (options.compress()) {
      // Between the request, which asks for it, and the upgrade's answer, which grants it.
      pipeline.addLast("compression", new WebSocketServerCompressionHandler(frameBytesMax));
    }
    // Decides, and becomes what puts packets into frames and takes them out.
    pipeline.addLast(
        "webSocketUpgrade",
        new WebSocketUpgrade(
            options,
            frameBytesMax,
            services.observer(),
            peer -> connection.cameThrough(peer, connection.local())));
  }

  /**
   * A frame is held in memory until it is whole, so that it must have a bound also where none is
   * configured: twice the largest packet leaves room for any one packet and for many small ones.
   */
  private int frameBytesMax(WebSocketOptions options) {
    long most = 2L * Math.max(services.limits().packetBytesMax(), 64 * 1_024);
    return (int) Math.min(options.frameBytesMax(), most);
  }

  private void setOptions(Channel channel) {
    TcpOptions options = settings.tcp();
    channel.config().setWriteBufferWaterMark(unread);
    if (channel.config() instanceof SocketChannelConfig tcp) {
      tcp.setTcpNoDelay(options.noDelay());
      if (options.keepAlive()) {
        tcp.setKeepAlive(true);
      }
    }
  }
}
