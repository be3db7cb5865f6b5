package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Connack;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.DisconnectRules.Leave;
import dev.tributary.broker.internal.protocol.EncodedPublish;
import dev.tributary.broker.internal.protocol.OutboundAliases;
import dev.tributary.broker.internal.protocol.PacketSizes;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.ReasonCodes;
import dev.tributary.broker.internal.session.Arrival;
import dev.tributary.broker.internal.session.Departure;
import dev.tributary.broker.internal.session.LoopHome;
import dev.tributary.broker.internal.session.Outlet;
import dev.tributary.broker.internal.session.Resident;
import dev.tributary.broker.internal.session.Session;
import dev.tributary.broker.internal.session.WireCount;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one socket from accept to close, and the only way to write to it. Lives on one event
 * loop, and nothing else touches it.
 */
final class Connection extends Resident implements Outlet, Arrival {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private final Channel channel;
  private final WireCount wire = new WireCount();
  private final PacketWriter writer;
  private final ReadGate gate;
  private final Entrance entrance;
  private final LoopHome home;
  private final Services services;
  private final Disconnector disconnector;
  private final Silence silence;

  private InetSocketAddress peer;
  private InetSocketAddress local;
  private @Nullable Accepted accepted;
  private @Nullable Established established;
  private @Nullable InboundPublishes publishes;
  private @Nullable Leave farewell;
  private boolean closed;

  Connection(
      Channel channel,
      ReadGate gate,
      Entrance entrance,
      LoopHome home,
      Services services,
      Disconnector disconnector) {
    this.channel = channel;
    this.writer = new PacketWriter(channel, wire);
    this.gate = gate;
    this.entrance = entrance;
    this.peer = Addresses.of(channel.remoteAddress());
    this.local = Addresses.of(channel.localAddress());
    this.home = home;
    this.services = services;
    this.disconnector = disconnector;
    this.silence = new Silence(services.nanos().getAsLong());
  }

  Channel channel() {
    return channel;
  }

  String listener() {
    return entrance.listener();
  }

  /** Whether the listener asks clients who they are. */
  boolean authenticates() {
    return entrance.authenticates();
  }

  InetSocketAddress peer() {
    return peer;
  }

  InetSocketAddress local() {
    return local;
  }

  /** A proxy before us has told from where the client really comes. */
  void cameThrough(InetSocketAddress realPeer, InetSocketAddress realLocal) {
    peer = realPeer;
    local = realLocal;
  }

  ReadGate gate() {
    return gate;
  }

  @Nullable Accepted accepted() {
    return accepted;
  }

  @Nullable Established established() {
    return established;
  }

  /** What the client publishes; made for the first of it, for many only listen. */
  InboundPublishes publishes(Accepted in, Established open) {
    InboundPublishes known = publishes;
    if (known == null) {
      known = new InboundPublishes(this, in, open.session(), services, disconnector);
      publishes = known;
    }
    return known;
  }

  /** What it has published is not acknowledged any more. */
  void endPublishes() {
    if (publishes != null) {
      publishes.end();
    }
  }

  /** The client's DISCONNECT, if it sent one. */
  @Nullable Leave farewell() {
    return farewell;
  }

  boolean isClosed() {
    return closed;
  }

  /** A whole packet came. */
  void heard() {
    silence.begins(services.nanos().getAsLong());
  }

  long lastHeardNanos() {
    return silence.sinceNanos();
  }

  /**
   * The client is let in as soon as its session is here; until then nothing more is handled.
   *
   * @param proof what the server says last in an enhanced authentication, or null
   */
  void accept(ClientInfo client, ConnectTerms terms, byte @Nullable [] proof) {
    accepted = new Accepted(client, terms, client.protocolVersion() == 5, proof);
    silence.keepAlive(client.keepAliveSeconds());
    gate.pause(Hold.SESSION);
    home.watch(this, deadline()); // keep-alive may be shorter than what was waited for CONNECT
    services.sessions().open(this);
  }

  /** DISCONNECT, which may change how long the session lives on. */
  void leaving(Leave leave) {
    Accepted in = mustBeAccepted();
    farewell = leave;
    accepted = in.leaving(leave);
  }

  /** Only the {@link Disconnector} says so. */
  void markClosed() {
    closed = true;
    heard(); // from here on silence is measured for lingering
    home.watch(this, deadline());
  }

  /** Any packet but PUBLISH and acknowledgements without reason. */
  void write(MqttMessage packet) {
    Accepted in = accepted;
    write(packet, in == null ? ConnectTerms.PACKET_BYTES_ANY : in.terms().packetBytesMax());
  }

  /** The same to a client that takes no more than so many bytes ([MQTT-3.1.2-24]). */
  void write(MqttMessage packet, long bytesMax) {
    MqttMessage fitting =
        bytesMax == ConnectTerms.PACKET_BYTES_ANY ? packet : PacketSizes.fitting(packet, bytesMax);
    if (fitting != null) {
      services.observer().count(PacketMetrics.sent(fitting.fixedHeader().messageType()));
      writer.write(fitting);
    } else if (!closed) { // without this packet the client would wait for ever
      close(Reason.PACKET_TOO_LARGE, packet.fixedHeader().messageType() + " is too large for you");
    }
  }

  /** PUBACK and its like; MQTT 3 has no reason codes. */
  void acknowledge(Acknowledgement type, int packetId, int reasonCode) {
    services.observer().count(type.sent());
    writer.acknowledge(type, packetId, mustBeAccepted().five() ? reasonCode : 0);
  }

  void pingresp() {
    services.observer().count(Metric.PINGRESP_SENT);
    writer.pingresp();
  }

  /** Flushes; done when all is written that was to be written until now. */
  ChannelFuture flushed() {
    return writer.flushed();
  }

  /** The channel is closed; nothing is written any more. */
  void gone() {
    writer.end();
    home.forget(this);
  }

  // Arrival

  @Override
  public boolean isGone() {
    return closed;
  }

  @Override
  public ClientInfo client() {
    return mustBeAccepted().client();
  }

  @Override
  public LoopHome home() {
    return home;
  }

  @Override
  public void opened(Session session, boolean present) {
    try {
      if (!closed) {
        establish(session, present);
      }
    } catch (RuntimeException e) {
      // Without this the client would wait for its CONNACK for ever: it is not read meanwhile.
      LOG.error("client {} could not be let in", client().clientId(), e);
      close(Reason.INTERNAL_ERROR, "");
    }
    if (established == null) {
      // The client went while another loop handed its session over, or could not be let in.
      long expiry = mustBeAccepted().terms().sessionExpirySeconds();
      session.detach(this, new Departure(services.nanos().getAsLong(), expiry, null));
    }
  }

  private void establish(Session session, boolean present) {
    Accepted in = mustBeAccepted();
    MqttMessage connack = PacketSizes.fitting(connack(in, present), in.terms().packetBytesMax());
    if (connack == null) {
      close(Reason.PACKET_TOO_LARGE, "the Maximum Packet Size leaves no room for a CONNACK");
      return;
    }
    int aliasMax = in.terms().topicAliasMax();
    established = new Established(session, aliasMax == 0 ? null : new OutboundAliases(aliasMax));
    Observer observer = services.observer();
    observer.count(Metric.CLIENT_CONNACK);
    observer.count(Metric.CLIENT_CONNECTED);
    observer.count(Metric.CONNECTIONS);
    write(connack);
    observer.events().connected(in.client(), present);
    observer.events().connack(in.client(), ReasonCodes.SUCCESS);
    session.attach(this, in.terms());
    readOn(Hold.SESSION);
  }

  private MqttMessage connack(Accepted in, boolean present) {
    return Connack.accepted(
        in.client().clientId(),
        in.terms(),
        in.five(),
        present,
        in.proof(),
        services.limits(),
        services.settings().options());
  }

  @Override
  public void refused(Reason reason, String detail) {
    close(reason, detail);
  }

  /** Reading stood still by our own will: the client's silence meanwhile does not count. */
  void readOn(Hold why) {
    heard();
    gate.resume(why);
  }

  // Outlet

  @Override
  public boolean isWritable() {
    return !closed && channel.isWritable();
  }

  @Override
  public boolean publish(Delivery delivery, int packetId, boolean dup) {
    Accepted in = mustBeAccepted();
    OutboundAliases aliases = established == null ? null : established.aliases();
    long now = delivery.expires() ? services.observer().nowMillis() : 0;
    EncodedPublish packet = DeliveryForm.of(delivery, in, aliases, home.encoder(), now);
    if (!packet.fits(in.terms().packetBytesMax())) {
      return false;
    }
    services.observer().count(Metric.PUBLISH_SENT);
    services.observer().count(PacketMetrics.published(delivery.qos()));
    writer.publish(packet, packetId, dup);
    services.observer().events().delivered(in.client(), delivery, dup);
    return true;
  }

  @Override
  public void release(int packetId, int reasonCode) {
    acknowledge(Acknowledgement.PUBREL, packetId, reasonCode);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public WireCount wire() {
    return wire;
  }

  @Override
  public int keepAliveSeconds() {
    return silence.keepAliveSeconds();
  }

  @Override
  public void keepAlive(int seconds) {
    silence.keepAlive(seconds);
    heard(); // the new time begins now
    home.watch(this, deadline());
  }

  @Override
  public void close(Reason reason, String detail) {
    disconnector.close(this, reason, detail);
  }

  // Resident

  @Override
  protected long onDeadline(long nowNanos) {
    long due = deadline();
    if (accepted != null && !closed && due != NONE && gate.isPaused()) {
      return nowNanos
          + silence.keepAliveNanos(services.limits()); // [MQTT-3.1.2-22] not by our own doing
    }
    if (due == NONE || due - nowNanos > 0) {
      return due;
    }
    if (closed) {
      ChannelFuture _ = channel.close();
      return NONE;
    }
    if (accepted == null) {
      close(Reason.IDLE_TIMEOUT, "no CONNECT within " + services.limits().idleTimeout());
    } else {
      close(Reason.KEEP_ALIVE_TIMEOUT, ""); // [MQTT-3.1.2-22]
    }
    return deadline(); // lingering
  }

  /** How long the client may be silent; {@link #NONE} for ever. */
  private long deadline() {
    if (closed) {
      return silence.endsForLingering();
    }
    MqttLimits limits = services.limits();
    return accepted == null ? silence.endsForConnect(limits) : silence.endsForKeepAlive(limits);
  }

  private Accepted mustBeAccepted() {
    Accepted in = accepted;
    if (in == null) {
      throw new IllegalStateException("no CONNECT was accepted on this connection");
    }
    return in;
  }
}
