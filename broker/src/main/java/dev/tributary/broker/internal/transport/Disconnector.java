package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.protocol.Connack;
import dev.tributary.broker.internal.protocol.DisconnectRules.Leave;
import dev.tributary.broker.internal.protocol.PacketSizes;
import dev.tributary.broker.internal.protocol.Packets;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.session.Departure;
import dev.tributary.broker.internal.websocket.WebSocketFrames;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which connections end. Whoever wants a connection closed, and whatever
 * closed it, comes here with a reason; the last packet, the will, the session, the counters and the
 * event follow from that. A second call for the same connection is nothing. On its event loop.
 */
final class Disconnector {

  private final Services services;

  Disconnector(Services services) {
    this.services = services;
  }

  void close(Connection connection, Reason reason, String detail) {
    assert connection.channel().eventLoop().inEventLoop();
    if (connection.isClosed()) {
      return;
    }
    connection.markClosed();
    tellRejected(connection, reason, detail);
    Accepted in = connection.accepted();
    Established established = connection.established();
    MqttMessage last;
    if (in != null && established != null) {
      last = in.five() && isTold(reason) ? Packets.disconnect(reason, detail) : null;
      leave(connection, in, established, reason, detail);
    } else {
      // Before CONNACK; whoever was not even understood as MQTT gets no answer.
      last = in != null && isTold(reason) ? refusal(in, reason, detail) : null;
      if (reason != Reason.TCP_CLOSED) {
        tellRefused(connection, in == null ? null : in.client().clientId(), reason, detail);
      }
    }
    shut(connection, last, reason);
  }

  /** A CONNECT that is not accepted: CONNACK with the reason where there is one, then close. */
  void refuse(
      Connection connection,
      boolean five,
      long packetBytesMax,
      String clientId,
      Reason reason,
      String detail) {
    if (connection.isClosed()) {
      return;
    }
    connection.markClosed();
    tellRejected(connection, reason, detail);
    tellRefused(connection, clientId, reason, detail);
    shut(connection, refusal(reason, detail, five, packetBytesMax), reason);
  }

  /** A CONNECT that was accepted and that cannot be let in all the same. */
  private @Nullable MqttMessage refusal(Accepted in, Reason reason, String detail) {
    services.observer().count(Metric.CLIENT_CONNACK);
    services.observer().events().connack(in.client(), reason.connackCode());
    return refusal(reason, detail, in.five(), in.terms().packetBytesMax());
  }

  private @Nullable MqttMessage refusal(
      Reason reason, String detail, boolean five, long packetBytesMax) {
    if (!five && reason.returnCode() == 0) {
      return null;
    }
    services.observer().count(Metric.CONNACK_ERROR);
    if (reason == Reason.BAD_CREDENTIALS
        || reason == Reason.NOT_AUTHORIZED
        || reason == Reason.BAD_AUTHENTICATION_METHOD) {
      services.observer().count(Metric.CONNACK_AUTH_ERROR);
    }
    return PacketSizes.fitting(Connack.refused(reason, detail, five), packetBytesMax);
  }

  private static boolean isTold(Reason reason) {
    return reason != Reason.NORMAL
        && reason != Reason.WITH_WILL
        && reason != Reason.TCP_CLOSED
        && reason != Reason.SEND_TIMEOUT
        && reason != Reason.IDLE_TIMEOUT;
  }

  private void leave(
      Connection connection, Accepted in, Established open, Reason reason, String detail) {
    tellGone(in.client(), connection.farewell(), reason, detail);
    in.client().slot().clear();
    connection.endPublishes();
    try {
      open.session().detach(connection, departure(in, reason));
    } finally { // last: whoever sees the figures sees a connection that is gone in every respect
      services.observer().counters().add(Metric.CONNECTIONS, -1);
      services.observer().count(Metric.CLIENT_DISCONNECTED);
    }
  }

  private void tellGone(ClientInfo client, @Nullable Leave farewell, Reason reason, String detail) {
    EventDoor events = services.observer().events();
    if (farewell == null) {
      events.disconnected(client, reason.text(), reason.code(), detail, PacketProperties.NONE);
    } else {
      events.disconnected(client, farewell.text(), farewell.code(), detail, farewell.properties());
    }
  }

  private Departure departure(Accepted in, Reason reason) {
    long now = services.nanos().getAsLong();
    Will will = in.terms().will();
    boolean due = reason != Reason.NORMAL; // [MQTT-3.1.2-10], [MQTT-3.14.4-3]
    return new Departure(now, in.terms().sessionExpirySeconds(), due ? will : null);
  }

  private void tellRejected(Connection connection, Reason reason, String detail) {
    if (!reason.isViolation()) {
      return;
    }
    services.observer().count(Metric.REJECTED);
    Accepted in = connection.accepted();
    ClientInfo client = in == null ? null : in.client();
    services
        .observer()
        .events()
        .packetRejected(client, connection.peer(), connection.listener(), reason, detail);
  }

  private void tellRefused(
      Connection connection, @Nullable String clientId, Reason reason, String detail) {
    services
        .observer()
        .events()
        .connectionRefused(clientId, connection.peer(), connection.listener(), reason, detail);
  }

  /**
   * After a violation the client may still be sending. Closing at once would reset the connection,
   * and the reset would overtake our last packet; so only our side is closed, what comes is thrown
   * away, and {@link Connection#onDeadline} closes the rest if the client does not.
   */
  private void shut(Connection connection, @Nullable MqttMessage last, Reason reason) {
    Channel channel = connection.channel();
    if (last != null) {
      connection.write(last);
    }
    connection.gate().open();
    ChannelFuture written = connection.flushed();
    if (last != null && reason.isViolation() && channel instanceof DuplexChannel duplex) {
      ChannelFuture _ = written.addListener(_ -> shutOutput(duplex));
    } else {
      ChannelFuture _ = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static void shutSocket(DuplexChannel channel) {
    ChannelFuture _ = channel.shutdownOutput();
  }

  /** In every layer from MQTT down: the last frame, the end of TLS, the end of the stream. */
  private static void shutOutput(DuplexChannel channel) {
    ChannelHandlerContext frames = channel.pipeline().context(WebSocketFrames.class);
    if (frames != null) {
      WebSocketFrames.sayGoodbye(frames);
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      ChannelFuture _ = channel.shutdownOutput();
    } else {
      ChannelFuture _ = tls.closeOutbound().addListener(_ -> shutSocket(channel));
    }
  }
}
