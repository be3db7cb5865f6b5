package dev.tributary.management.internal.rest;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.ClientView;
import dev.tributary.broker.SubscriptionView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Clients and subscriptions as REST shows them. What is Erlang's in the original is the nearest of
 * ours here: {@code heap_size} the bytes that wait in memory, {@code reductions} always 0.
 */
final class ClientViews {

  /** Fields of {@link #entry}, for which no event loop has to be asked. */
  private static final Set<String> OF_ENTRY =
      Set.of(
          "clientid",
          "username",
          "connected",
          "node",
          "listener",
          "ip_address",
          "port",
          "peersni",
          "mountpoint",
          "proto_name",
          "proto_ver",
          "clean_start",
          "is_bridge",
          "is_expired",
          "client_attrs",
          "enable_authn",
          "auth_expire_at",
          "connected_at",
          "created_at",
          "disconnected_at",
          "disconn_props",
          "durable",
          "impl");

  private static final Set<String> OF_VIEW =
      Set.of(
          "keepalive",
          "expiry_interval",
          "is_persistent",
          "subscriptions_cnt",
          "subscriptions_max",
          "inflight_cnt",
          "inflight_max",
          "mqueue_len",
          "mqueue_max",
          "mqueue_dropped",
          "awaiting_rel_cnt",
          "awaiting_rel_max",
          "mailbox_len",
          "heap_size",
          "reductions",
          "recv_cnt",
          "recv_pkt",
          "recv_oct",
          "recv_msg",
          "recv_msg.qos0",
          "recv_msg.qos1",
          "recv_msg.qos2",
          "recv_msg.dropped",
          "recv_msg.dropped.await_pubrel_timeout",
          "send_cnt",
          "send_pkt",
          "send_oct",
          "send_msg",
          "send_msg.qos0",
          "send_msg.qos1",
          "send_msg.qos2",
          "send_msg.dropped",
          "send_msg.dropped.expired",
          "send_msg.dropped.queue_full",
          "send_msg.dropped.too_large");

  private final String node;
  private final long subscriptionsMax;

  /**
   * @param subscriptionsMax {@code mqtt.max_subscriptions}
   */
  ClientViews(String node, long subscriptionsMax) {
    this.node = node;
    this.subscriptionsMax = subscriptionsMax;
  }

  /**
   * The fields that a request asks for.
   *
   * @param names null for all of them
   */
  record Fields(@Nullable Set<String> names) {

    static Fields of(Request request) throws ApiException {
      String text = request.query("fields");
      if (text == null || text.equals("all")) {
        return new Fields(null);
      }
      Set<String> names = Set.copyOf(List.of(text.split(",", -1)));
      for (String name : names) {
        if (!OF_ENTRY.contains(name) && !OF_VIEW.contains(name)) {
          Set<String> known = new TreeSet<>(OF_ENTRY);
          known.addAll(OF_VIEW);
          throw QueryValues.wrong("fields", name, "all, or some of " + String.join(",", known));
        }
      }
      return new Fields(names);
    }

    /** Whether what every thread may know of a client is enough. */
    boolean areOfEntry() {
      return names != null && OF_ENTRY.containsAll(names);
    }

    Map<String, @Nullable Object> of(Map<String, @Nullable Object> view) {
      if (names != null) {
        view.keySet().retainAll(names);
      }
      return view;
    }
  }

  Map<String, @Nullable Object> entry(ClientEntry entry) {
    ClientInfo client = entry.client();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("clientid", client.clientId());
    view.put("username", client.username());
    view.put("connected", entry.connected());
    view.put("node", node);
    view.put("listener", client.listener());
    view.put("ip_address", ClientFilter.address(entry));
    view.put("port", client.peer().getPort());
    view.put("peersni", null);
    view.put("mountpoint", null);
    view.put("proto_name", client.protocolName());
    view.put("proto_ver", client.protocolVersion());
    view.put("clean_start", client.cleanStart());
    view.put("is_bridge", false);
    view.put("is_expired", false);
    view.put("client_attrs", Map.of());
    view.put("enable_authn", true);
    view.put("auth_expire_at", null);
    view.put("connected_at", Times.millis(client.connectedAtMillis()));
    view.put("created_at", Times.millis(entry.sessionSinceMillis()));
    if (!entry.connected()) {
      view.put("disconnected_at", Times.millis(Math.max(0, entry.disconnectedAtMillis())));
      view.put("disconn_props", Map.of());
    }
    view.put("durable", entry.durable());
    view.put("impl", entry.durable() ? "tributary_session_disk" : "tributary_session_mem");
    return view;
  }

  Map<String, @Nullable Object> client(ClientView client) {
    Map<String, @Nullable Object> view = entry(client.entry());
    view.put("keepalive", client.keepAliveSeconds());
    view.put("expiry_interval", client.sessionExpirySeconds());
    view.put("is_persistent", client.sessionExpirySeconds() > 0);
    view.put("subscriptions_cnt", client.subscriptions());
    view.put(
        "subscriptions_max", subscriptionsMax == Integer.MAX_VALUE ? "infinity" : subscriptionsMax);
    view.put("inflight_cnt", client.inflight());
    view.put("inflight_max", client.inflightMax());
    view.put("mqueue_len", client.queued());
    view.put("mqueue_max", client.queuedMax());
    view.put("mqueue_dropped", client.queueDropped());
    view.put("awaiting_rel_cnt", client.awaitingRelease());
    view.put("awaiting_rel_max", client.awaitingReleaseMax());
    view.put("mailbox_len", client.mailbox());
    view.put("heap_size", client.queuedBytes());
    view.put("reductions", 0);
    received(view, client.traffic());
    sent(view, client.traffic());
    if (!client.entry().connected()) {
      // Of a connection, as in the original; the messages are of the session.
      view.keySet().removeAll(Set.of("recv_cnt", "recv_oct", "send_cnt", "send_oct"));
    }
    return view;
  }

  private static void received(Map<String, @Nullable Object> view, ClientView.Traffic traffic) {
    view.put("recv_cnt", traffic.receivedPackets());
    view.put("recv_pkt", traffic.receivedPackets());
    view.put("recv_oct", traffic.receivedBytes());
    view.put("recv_msg", traffic.received());
    view.put("recv_msg.qos0", traffic.receivedQos0());
    view.put("recv_msg.qos1", traffic.receivedQos1());
    view.put("recv_msg.qos2", traffic.receivedQos2());
    view.put("recv_msg.dropped", traffic.receivedDropped());
    view.put("recv_msg.dropped.await_pubrel_timeout", traffic.awaitPubrelTimeouts());
  }

  private static void sent(Map<String, @Nullable Object> view, ClientView.Traffic traffic) {
    view.put("send_cnt", traffic.sentPackets());
    view.put("send_pkt", traffic.sentPackets());
    view.put("send_oct", traffic.sentBytes());
    view.put("send_msg", traffic.sent());
    view.put("send_msg.qos0", traffic.sentQos0());
    view.put("send_msg.qos1", traffic.sentQos1());
    view.put("send_msg.qos2", traffic.sentQos2());
    view.put("send_msg.dropped", traffic.sentDropped());
    view.put("send_msg.dropped.expired", traffic.sentDroppedExpired());
    view.put("send_msg.dropped.queue_full", traffic.sentDroppedQueueFull());
    view.put("send_msg.dropped.too_large", traffic.sentDroppedTooLarge());
  }

  /** A subscription that was just made. */
  Map<String, @Nullable Object> made(SubscriptionView subscription) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("clientid", subscription.clientId());
    view.put("topic", subscription.filter());
    view.put("qos", subscription.qos());
    view.put("nl", subscription.noLocal() ? 1 : 0);
    view.put("rap", subscription.retainAsPublished() ? 1 : 0);
    view.put("rh", subscription.retainHandling());
    view.put("node", node);
    return view;
  }

  Map<String, @Nullable Object> subscription(SubscriptionView subscription) {
    Map<String, @Nullable Object> view = made(subscription);
    view.put("durable", subscription.durable());
    return view;
  }
}
