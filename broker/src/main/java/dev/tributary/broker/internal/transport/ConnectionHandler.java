package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.ConnectDecision;
import dev.tributary.broker.internal.protocol.ConnectRules;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.DisconnectRules;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.ReasonCodes;
import dev.tributary.broker.internal.protocol.UndecodableRules;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline: brings each packet to the rules for it and performs what they decide.
 * Nothing is thrown past it; what goes wrong closes this connection and no other.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  private final Connection connection;
  private final Services services;
  private final Observer observer;
  private final Disconnector disconnector;
  private @Nullable OutboundAcknowledgements acknowledgements;
  private @Nullable SubscriptionRequests subscriptions;
  private @Nullable AuthenticationDialog dialog;
  private boolean heard;

  ConnectionHandler(Connection connection, Services services, Disconnector disconnector) {
    this.connection = connection;
    this.services = services;
    this.observer = services.observer();
    this.disconnector = disconnector;
  }

  /** Told to a channel as a user event, from any thread, and performed on the channel's loop. */
  @FunctionalInterface
  interface Order {
    void perform(Connection connection, Disconnector disconnector);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connection.home().watch(connection, connection.home().nowNanos());
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disconnector.close(connection, Reason.TCP_CLOSED, "");
    connection.gone();
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!connection.isClosed()) {
        heard = true;
        connection.wire().receivedPacket();
        onPacket((MqttMessage) message);
      }
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (heard) {
      heard = false;
      if (!connection.isClosed()) {
        connection.heard();
      }
      connection.flush(); // once per read, however many acknowledgements it made
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      // Or whoever asks and never reads would make us keep answers without end.
      connection.gate().pause(Hold.UNREAD);
    } else if (connection.gate().isPaused(Hold.UNREAD)) {
      connection.readOn(Hold.UNREAD);
    }
    Established open = connection.established();
    if (open != null && connection.isWritable()) {
      open.session().pump();
      connection.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof FrameGuard.Violation violation) {
      onViolation(violation);
    } else if (event instanceof Order order) {
      order.perform(connection, disconnector);
    }
  }

  private void onViolation(FrameGuard.Violation violation) {
    if (violation.five() && connection.accepted() == null) {
      refuse(true, violation.reason(), violation.detail());
    } else {
      disconnector.close(connection, violation.reason(), violation.detail());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
      disconnector.close(connection, Reason.TCP_CLOSED, String.valueOf(cause.getMessage()));
    } else if (cause instanceof DecoderException) {
      // Of what carries MQTT: the decoder of MQTT itself tells with the packet.
      disconnector.close(connection, Reason.MALFORMED_PACKET, String.valueOf(cause.getMessage()));
    } else {
      failed(cause);
    }
  }

  private void failed(Throwable cause) {
    LOG.error("connection from {} failed", connection.peer(), cause);
    disconnector.close(connection, Reason.INTERNAL_ERROR, "");
  }

  private void onPacket(MqttMessage packet) {
    if (packet.decoderResult().isFailure()) {
      onUndecodable(packet);
      return;
    }
    Accepted in = connection.accepted();
    Established open = connection.established();
    if (in != null && open != null) {
      onPacket(packet, in, open);
    } else if (packet instanceof MqttConnectMessage connect) {
      onConnect(connect);
    } else if (dialog != null) {
      beforeConnack(packet, dialog);
    } else {
      // [MQTT-3.1.0-1]
      disconnector.close(connection, Reason.PROTOCOL_ERROR, "the first packet is not CONNECT");
    }
  }

  private void onPacket(MqttMessage packet, Accepted in, Established open) {
    switch (packet.fixedHeader().messageType()) {
      case PUBLISH -> {
        observer.count(Metric.PUBLISH_RECEIVED);
        connection.publishes(in, open).onPublish((MqttPublishMessage) packet);
      }
      case PUBACK -> acknowledgements().onPuback(packet, in.client(), open.session());
      case PUBREC -> acknowledgements().onPubrec(packet, in.client(), open.session());
      case PUBREL -> {
        observer.count(Metric.PUBREL_RECEIVED);
        connection.publishes(in, open).onRelease(packetId(packet));
      }
      case PUBCOMP -> acknowledgements().onPubcomp(packet, open.session());
      case SUBSCRIBE ->
          subscriptions().onSubscribe((MqttSubscribeMessage) packet, in, open.session());
      case UNSUBSCRIBE ->
          subscriptions().onUnsubscribe((MqttUnsubscribeMessage) packet, in, open.session());
      case PINGREQ -> {
        observer.count(Metric.PINGREQ_RECEIVED);
        connection.pingresp();
        observer.events().ping(in.client());
      }
      case DISCONNECT -> onDisconnect(packet, in);
      case CONNECT ->
          disconnector.close(connection, Reason.PROTOCOL_ERROR, "second CONNECT"); // 3.1.0-2
      case AUTH -> onAuth(packet);
      case CONNACK, SUBACK, UNSUBACK, PINGRESP ->
          disconnector.close(connection, Reason.PROTOCOL_ERROR, "a packet that servers send");
    }
  }

  /** Made when it is needed: most connections of many are idle. */
  private OutboundAcknowledgements acknowledgements() {
    OutboundAcknowledgements known = acknowledgements;
    if (known == null) {
      known = new OutboundAcknowledgements(connection, observer);
      acknowledgements = known;
    }
    return known;
  }

  private SubscriptionRequests subscriptions() {
    SubscriptionRequests known = subscriptions;
    if (known == null) {
      known = new SubscriptionRequests(connection, services, disconnector);
      subscriptions = known;
    }
    return known;
  }

  private void beforeConnack(MqttMessage packet, AuthenticationDialog going) {
    switch (packet.fixedHeader().messageType()) {
      case AUTH -> onAuth(packet);
      case DISCONNECT -> {
        observer.count(Metric.DISCONNECT_RECEIVED);
        disconnector.close(connection, Reason.NORMAL, "");
      }
      case CONNECT,
          CONNACK,
          PUBLISH,
          PUBACK,
          PUBREC,
          PUBREL,
          PUBCOMP,
          SUBSCRIBE,
          SUBACK,
          UNSUBSCRIBE,
          UNSUBACK,
          PINGREQ,
          PINGRESP ->
          going.onOther();
    }
  }

  private void onAuth(MqttMessage packet) {
    observer.count(Metric.AUTH_RECEIVED);
    AuthenticationDialog going = dialog;
    if (going == null) { // [MQTT-4.12.0-7]
      disconnector.close(connection, Reason.PROTOCOL_ERROR, "AUTH without method in CONNECT");
    } else {
      going.onAuth(packet);
    }
  }

  private void onConnect(MqttConnectMessage packet) {
    observer.count(Metric.CONNECT_RECEIVED);
    observer.count(Metric.CLIENT_CONNECT);
    ConnectRules.Origin origin =
        new ConnectRules.Origin(
            connection.peer(),
            connection.local(),
            connection.listener(),
            connection.authenticates(),
            PeerCertificate.of(connection.channel()),
            observer.nowMillis());
    switch (unlessBanned(services.connectRules().decide(packet, origin))) {
      case ConnectDecision.Accept(var client, var terms) -> {
        observer.count(Metric.AUTHENTICATION_SUCCESS);
        // Anonymous means a listener on which authentication is switched off; one where it is on
        // and nothing is configured says false, as recorded from the original.
        if (origin.authenticates()) {
          observer.count(Metric.CLIENT_AUTHENTICATE);
        } else {
          observer.count(Metric.CLIENT_AUTH_ANONYMOUS);
          observer.count(Metric.AUTHENTICATION_ANONYMOUS);
        }
        observer
            .events()
            .authenticated(client, ReasonCodes.SUCCESS, false, !origin.authenticates());
        connection.accept(client, terms, null);
      }
      case ConnectDecision.Authenticate connect -> authenticate(connect);
      case ConnectDecision.Refuse(String clientId, Reason reason, String detail) -> {
        observer.count(Metric.CLIENT_CONNACK);
        if (observer.events().wants(BrokerEventType.CLIENT_CONNACK)) {
          ClientInfo client = services.connectRules().client(packet, clientId, origin);
          observer.events().connack(client, reason.connackCode());
        }
        disconnector.refuse(
            connection,
            packet.variableHeader().version() == 5,
            ConnectRules.packetBytesMax(packet),
            clientId,
            reason,
            detail);
      }
    }
  }

  private ConnectDecision unlessBanned(ConnectDecision decision) {
    ClientInfo client =
        switch (decision) {
          case ConnectDecision.Accept accept -> accept.client();
          case ConnectDecision.Authenticate later -> later.client();
          case ConnectDecision.Refuse _ -> null;
        };
    return client != null && services.bans().isBanned(client)
        ? new ConnectDecision.Refuse(client.clientId(), Reason.BANNED, "")
        : decision;
  }

  private void authenticate(ConnectDecision.Authenticate connect) {
    EnhancedAuthentication method =
        services.authentications().get(connect.terms().authenticationMethod());
    if (method == null) {
      throw new IllegalStateException("the rules let an unknown method pass");
    }
    AuthenticationDialog begun =
        new AuthenticationDialog(connection, services, disconnector, method, connect);
    dialog = begun;
    begun.begin();
  }

  private void refuse(boolean five, Reason reason, String detail) {
    disconnector.refuse(connection, five, ConnectTerms.PACKET_BYTES_ANY, "", reason, detail);
  }

  private void onUndecodable(MqttMessage packet) {
    Throwable cause = packet.decoderResult().cause();
    Reason reason = UndecodableRules.reason(cause);
    String detail = String.valueOf(cause.getMessage());
    if (connection.accepted() == null && reason == Reason.UNSUPPORTED_VERSION) {
      refuse(false, reason, detail); // [MQTT-3.1.2-2]
    } else if (connection.accepted() == null
        && packet.variableHeader() instanceof MqttConnectVariableHeader connect) {
      refuse(connect.version() == 5, reason, detail);
    } else {
      disconnector.close(connection, reason, detail);
    }
  }

  private void onDisconnect(MqttMessage packet, Accepted in) {
    observer.count(Metric.DISCONNECT_RECEIVED);
    switch (DisconnectRules.decide(packet, in.terms(), services.limits())) {
      case DisconnectRules.Leave leave -> {
        connection.leaving(leave);
        disconnector.close(connection, leave.reason(), "");
      }
      case DisconnectRules.Close(Reason reason, String detail) ->
          disconnector.close(connection, reason, detail);
    }
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }
}
