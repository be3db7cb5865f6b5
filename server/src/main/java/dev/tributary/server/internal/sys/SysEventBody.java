package dev.tributary.server.internal.sys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.ClientInfo;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a message on {@code $SYS/brokers/<node>/clients/…} says, with the fields of the original.
 * Made into text only if somebody listens.
 *
 * @param content puts the fields
 */
record SysEventBody(Consumer<ObjectNode> content) {

  /** What the original writes where there is no user name. */
  private static final String NOBODY = "undefined";

  static SysEventBody of(BrokerEvent.ClientConnected event) {
    return new SysEventBody(body -> {
      ClientInfo client = event.client();
      connection(client, event.atMillis(), body);
      body.put("keepalive", client.keepAliveSeconds());
      body.put("clean_start", client.cleanStart());
      body.put("expiry_interval", client.sessionExpirySeconds());
      body.put("connected_at", client.connectedAtMillis());
      // An accepted CONNECT; others make no such message.
      body.put("connack", 0);
    });
  }

  static SysEventBody of(BrokerEvent.ClientDisconnected event) {
    return new SysEventBody(body -> {
      connection(event.client(), event.atMillis(), body);
      body.put("reason", event.reason());
      body.put("connected_at", event.client().connectedAtMillis());
      body.put("disconnected_at", event.atMillis());
    });
  }

  static SysEventBody of(BrokerEvent.SessionSubscribed event) {
    return new SysEventBody(body -> {
      subscription(event.client(), event.topicFilter(), event.atMillis(), body);
      options(body.putObject("subopts"), event.options());
    });
  }

  static SysEventBody of(BrokerEvent.SessionUnsubscribed event) {
    return new SysEventBody(
        body -> subscription(event.client(), event.topicFilter(), event.atMillis(), body));
  }

  /** The original's short names, and its numbers for yes and no. */
  private static void options(ObjectNode body, BrokerEvent.SubscriptionOptions options) {
    body.put("qos", options.qos());
    body.put("nl", options.noLocal() ? 1 : 0);
    body.put("rap", options.retainAsPublished() ? 1 : 0);
    body.put("rh", options.retainHandling());
    if (options.identifier() > 0) {
      body.put("subid", options.identifier());
    }
  }

  private static void connection(ClientInfo client, long atMillis, ObjectNode body) {
    client(client, atMillis, body);
    body.put("ipaddress", host(client.peer().getAddress(), client.peer().getHostString()));
    body.put("sockport", client.local().getPort());
    body.put("proto_name", client.protocolName());
    body.put("proto_ver", client.protocolVersion());
  }

  private static void subscription(
      ClientInfo client, String filter, long atMillis, ObjectNode body) {
    client(client, atMillis, body);
    body.put("protocol", "mqtt");
    body.put("topic", filter);
  }

  private static void client(ClientInfo client, long atMillis, ObjectNode body) {
    String username = client.username();
    body.put("clientid", client.clientId());
    body.put("username", username == null ? NOBODY : username);
    body.put("ts", atMillis);
  }

  private static String host(@Nullable InetAddress address, String written) {
    return address == null ? written : address.getHostAddress();
  }

  String json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    content.accept(body);
    return body.toString();
  }
}
