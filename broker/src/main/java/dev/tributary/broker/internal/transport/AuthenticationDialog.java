package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.EnhancedAuthentication.Exchange;
import dev.tributary.broker.EnhancedAuthentication.Step;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.AuthRules;
import dev.tributary.broker.internal.protocol.ConnectDecision.Authenticate;
import dev.tributary.broker.internal.protocol.Packets;
import dev.tributary.broker.internal.protocol.Reason;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * The enhanced authentication of one connection: before its CONNACK, and again whenever the client
 * asks. Before CONNACK the idle timeout bounds how long it takes, and {@link #STEPS_MAX} always how
 * many packets. On the connection's event loop.
 */
final class AuthenticationDialog {

  private static final int STEPS_MAX = 16;

  private final Connection connection;
  private final Observer observer;
  private final Disconnector disconnector;
  private final EnhancedAuthentication method;
  private final Authenticate connect;
  private @Nullable Exchange exchange;
  private int steps;

  AuthenticationDialog(
      Connection connection,
      Services services,
      Disconnector disconnector,
      EnhancedAuthentication method,
      Authenticate connect) {
    this.connection = connection;
    this.observer = services.observer();
    this.disconnector = disconnector;
    this.method = method;
    this.connect = connect;
  }

  void begin() {
    start(connect.data());
  }

  /** AUTH. */
  void onAuth(MqttMessage packet) {
    boolean connected = connection.established() != null;
    switch (AuthRules.decide(packet, method.method(), exchange != null, connected)) {
      case AuthRules.Next(byte[] data) -> next(data);
      case AuthRules.Again(byte[] data) -> start(data);
      case AuthRules.Close(Reason reason, String detail) -> end(reason, detail);
    }
  }

  /** Anything else before CONNACK but DISCONNECT ([MQTT-3.1.2-30]). */
  void onOther() {
    end(Reason.PROTOCOL_ERROR, "only AUTH and DISCONNECT may come before CONNACK");
  }

  private void start(byte[] data) {
    observer.count(Metric.CLIENT_AUTHENTICATE);
    exchange = method.begin();
    steps = 0;
    next(data);
  }

  private void next(byte[] data) {
    Exchange going = exchange;
    if (going == null) {
      throw new IllegalStateException("no authentication is under way");
    }
    if (++steps > STEPS_MAX) {
      failed(Reason.NOT_AUTHORIZED, "more than " + STEPS_MAX + " steps");
      return;
    }
    switch (going.next(data)) {
      case Step.Continue(byte[] answer) -> write(AuthRules.CONTINUE, answer); // [MQTT-4.12.0-2]
      case Step.Success success -> succeeded(success);
      case Step.Failure(int code, String detail) ->
          failed(
              code == Reason.BAD_CREDENTIALS.code()
                  ? Reason.BAD_CREDENTIALS
                  : Reason.NOT_AUTHORIZED,
              detail);
    }
  }

  private void succeeded(Step.Success success) {
    exchange = null;
    ClientInfo client = client().withUsername(success.username());
    if (connection.established() == null) {
      tell(client, Reason.NORMAL, success.superuser());
      connection.accept(client, connect.terms(), success.data());
    } else if (success.username().equals(client().username())) {
      tell(client, Reason.NORMAL, success.superuser());
      write(AuthRules.SUCCESS, success.data());
    } else { // what it may do was decided for another
      failed(Reason.NOT_AUTHORIZED, "the user cannot change while the connection stands");
    }
  }

  private void write(int code, byte[] data) {
    connection.write(Packets.auth(code, method.method(), data), connect.terms().packetBytesMax());
  }

  /** [MQTT-4.12.0-4], [MQTT-4.12.1-2]. */
  private void failed(Reason reason, String detail) {
    tell(client(), reason, false);
    end(reason, detail);
  }

  private void end(Reason reason, String detail) {
    exchange = null;
    if (connection.accepted() != null) {
      disconnector.close(connection, reason, detail);
      return;
    }
    ClientInfo client = connect.client();
    observer.count(Metric.CLIENT_CONNACK);
    observer.events().connack(client, reason.connackCode());
    disconnector.refuse(
        connection, true, connect.terms().packetBytesMax(), client.clientId(), reason, detail);
  }

  private void tell(ClientInfo client, Reason reason, boolean superuser) {
    observer.count(
        reason == Reason.NORMAL ? Metric.AUTHENTICATION_SUCCESS : Metric.AUTHENTICATION_FAILURE);
    observer.events().authenticated(client, reason.code(), superuser, false);
  }

  private ClientInfo client() {
    Accepted in = connection.accepted();
    return in == null ? connect.client() : in.client();
  }
}
