package dev.tributary.broker.internal.transport;

import dev.tributary.broker.BrokerEvent.SessionSubscribed;
import dev.tributary.broker.BrokerEvent.SessionUnsubscribed;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.ConnectDecision;
import dev.tributary.broker.internal.protocol.ConnectRules;
import dev.tributary.broker.internal.protocol.DisconnectRules;
import dev.tributary.broker.internal.protocol.Packets;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.SubscribeDecision;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Answer;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Grant;
import dev.tributary.broker.internal.protocol.SubscribeDecision.Reject;
import dev.tributary.broker.internal.protocol.SubscribeRules;
import dev.tributary.broker.internal.protocol.UndecodableRules;
import dev.tributary.broker.internal.session.Session;
import dev.tributary.broker.internal.transport.Connection.Accepted;
import dev.tributary.broker.internal.transport.Connection.Established;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  private boolean heard;

  ConnectionHandler(Connection connection, Services services, Disconnector disconnector) {
    this.connection = connection;
    this.services = services;
    this.observer = services.observer();
    this.disconnector = disconnector;
  }

  /** Told to every channel when the broker closes. */
  enum Shutdown {
    NOW
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    connection.home().add(connection);
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disconnector.close(connection, Reason.TCP_CLOSED, "");
    connection.home().remove(connection);
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!connection.isClosed()) {
        heard = true;
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
      ctx.flush(); // once per read, however many acknowledgements it made
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Established open = connection.established();
    if (open != null && connection.isWritable()) {
      open.session().pump();
      ctx.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof FrameGuard.Violation violation) {
      onViolation(violation);
    } else if (event == Shutdown.NOW) {
      disconnector.close(connection, Reason.SHUTTING_DOWN, "");
    }
  }

  private void onViolation(FrameGuard.Violation violation) {
    if (violation.five() && connection.accepted() == null) {
      disconnector.refuse(connection, true, "", violation.reason(), violation.detail());
    } else {
      disconnector.close(connection, violation.reason(), violation.detail());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      disconnector.close(connection, Reason.TCP_CLOSED, String.valueOf(cause.getMessage()));
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
    } else {
      // [MQTT-3.1.0-1]
      disconnector.close(connection, Reason.PROTOCOL_ERROR, "the first packet is not CONNECT");
    }
  }

  private void onPacket(MqttMessage packet, Accepted in, Established open) {
    switch (packet.fixedHeader().messageType()) {
      case PUBLISH -> {
        observer.count(Metric.PUBLISH_RECEIVED);
        open.publishes().onPublish((MqttPublishMessage) packet);
      }
      case PUBACK -> onPuback(packetId(packet), open.session());
      case PUBREC -> onPubrec(packet, open.session());
      case PUBREL -> {
        observer.count(Metric.PUBREL_RECEIVED);
        open.publishes().onRelease(packetId(packet));
      }
      case PUBCOMP -> onPubcomp(packetId(packet), open.session());
      case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) packet, in, open.session());
      case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) packet, in, open.session());
      case PINGREQ -> {
        observer.count(Metric.PINGREQ_RECEIVED);
        connection.write(MqttMessage.PINGRESP);
      }
      case DISCONNECT -> onDisconnect(packet, in);
      case CONNECT ->
          disconnector.close(connection, Reason.PROTOCOL_ERROR, "second CONNECT"); // 3.1.0-2
      case AUTH -> {
        observer.count(Metric.AUTH_RECEIVED);
        disconnector.close(connection, Reason.PROTOCOL_ERROR, "AUTH without method"); // 4.12.0-6
      }
      case CONNACK, SUBACK, UNSUBACK, PINGRESP ->
          disconnector.close(connection, Reason.PROTOCOL_ERROR, "a packet that servers send");
    }
  }

  private void onConnect(MqttConnectMessage packet) {
    observer.count(Metric.CONNECT_RECEIVED);
    observer.count(Metric.CLIENT_CONNECT);
    ConnectRules.Origin origin =
        new ConnectRules.Origin(
            connection.peer(), connection.local(), connection.listener(), observer.nowMillis());
    switch (services.connectRules().decide(packet, origin)) {
      case ConnectDecision.Accept(var client, var terms) -> connection.accept(client, terms);
      case ConnectDecision.Refuse(String clientId, Reason reason, String detail) ->
          disconnector.refuse(
              connection, packet.variableHeader().version() == 5, clientId, reason, detail);
    }
  }

  private void onUndecodable(MqttMessage packet) {
    Throwable cause = packet.decoderResult().cause();
    Reason reason = UndecodableRules.reason(cause);
    String detail = String.valueOf(cause.getMessage());
    if (connection.accepted() == null && reason == Reason.UNSUPPORTED_VERSION) {
      disconnector.refuse(connection, false, "", reason, detail); // [MQTT-3.1.2-2]
    } else if (connection.accepted() == null
        && packet.variableHeader() instanceof MqttConnectVariableHeader connect) {
      disconnector.refuse(connection, connect.version() == 5, "", reason, detail);
    } else {
      disconnector.close(connection, reason, detail);
    }
  }

  private void onPuback(int packetId, Session session) {
    observer.count(Metric.PUBACK_RECEIVED);
    if (session.window().acknowledge(packetId)) {
      observer.count(Metric.ACKED);
      session.pump();
    } else {
      observer.count(Metric.PUBACK_MISSED);
    }
  }

  private void onPubrec(MqttMessage packet, Session session) {
    observer.count(Metric.PUBREC_RECEIVED);
    int packetId = packetId(packet);
    int code =
        packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
            ? reply.reasonCode() & 0xFF
            : 0;
    switch (session.window().received(packetId, code)) {
      case RELEASE -> connection.release(packetId, 0);
      case ENDED -> session.pump();
      case UNKNOWN -> {
        observer.count(Metric.PUBREC_MISSED);
        connection.release(packetId, 0x92);
      }
    }
  }

  private void onPubcomp(int packetId, Session session) {
    observer.count(Metric.PUBCOMP_RECEIVED);
    if (session.window().complete(packetId)) {
      observer.count(Metric.ACKED);
      session.pump();
    } else {
      observer.count(Metric.PUBCOMP_MISSED);
    }
  }

  private void onSubscribe(MqttSubscribeMessage packet, Accepted in, Session session) {
    observer.count(Metric.SUBSCRIBE_RECEIVED);
    SubscribeRules rules = new SubscribeRules(services.limits(), in.client().protocolVersion());
    switch (rules.decide(packet, session.topicFilters())) {
      case SubscribeDecision.Close(Reason reason, String detail) ->
          disconnector.close(connection, reason, detail);
      case SubscribeDecision.Answers(List<Answer> answers) -> {
        // Retained messages follow through the session's mailbox, hence after the SUBACK.
        connection.write(
            Packets.suback(packetId(packet), answers.stream().map(Answer::code).toList()));
        answers.forEach(answer -> perform(answer, in, session));
      }
    }
  }

  private void perform(Answer answer, Accepted in, Session session) {
    switch (answer) {
      case Grant(var subscription) -> {
        session.subscribe(subscription);
        observer.count(Metric.CLIENT_SUBSCRIBE);
        observer.tell(
            new SessionSubscribed(
                in.client(), subscription.filter(), subscription.qos(), observer.nowMillis()));
      }
      case Reject(_) -> observer.count(Metric.SUBSCRIBE_ERROR);
    }
  }

  private void onUnsubscribe(MqttUnsubscribeMessage packet, Accepted in, Session session) {
    observer.count(Metric.UNSUBSCRIBE_RECEIVED);
    List<String> filters = packet.payload().topics();
    if (filters.isEmpty()) { // [MQTT-3.10.3-2]
      disconnector.close(connection, Reason.PROTOCOL_ERROR, "UNSUBSCRIBE without topic filter");
      return;
    }
    List<Short> codes = new ArrayList<>(filters.size());
    for (String filter : filters) {
      boolean ended = session.unsubscribe(filter);
      codes.add((short) (ended ? 0x00 : 0x11));
      if (ended) {
        observer.count(Metric.CLIENT_UNSUBSCRIBE);
        observer.tell(new SessionUnsubscribed(in.client(), filter, observer.nowMillis()));
      }
    }
    connection.write(Packets.unsuback(packetId(packet), codes, in.five()));
  }

  private void onDisconnect(MqttMessage packet, Accepted in) {
    observer.count(Metric.DISCONNECT_RECEIVED);
    switch (DisconnectRules.decide(packet, in.terms(), services.limits())) {
      case DisconnectRules.Leave(Reason reason, long expirySeconds) -> {
        connection.changeExpiry(expirySeconds);
        disconnector.close(connection, reason, "");
      }
      case DisconnectRules.Close(Reason reason, String detail) ->
          disconnector.close(connection, reason, detail);
    }
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }
}
