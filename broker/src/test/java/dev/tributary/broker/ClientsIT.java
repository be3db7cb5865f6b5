package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.mqtt.RawMqttClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link Clients}: sessions looked at, and what is done in a client's name. */
final class ClientsIT extends WithBroker {

  @Test
  void whatACommandFindsAndSees() throws Exception {
    try (RawMqttClient client = five("one");
        RawMqttClient publisher = five("other")) {
      assertThat(server.broker().clients().count()).isEqualTo(2);
      assertThat(server.broker().clients().all().map(entry -> entry.client().clientId()))
          .containsExactlyInAnyOrder("one", "other");
      List<SubscriptionView> held = subscribe("one", wanted("a/+", 1)).orElseThrow();
      assertThat(held).extracting(SubscriptionView::filter).containsExactly("a/+");
      publisher.send(publish5(1, 7, "a/b", "", "x"));
      assertThat(hex(publisher.read())).startsWith("40");
      assertThat(hex(client.read())).startsWith("32"); // and it is not acknowledged

      ClientView view = now(server.broker().clients().view("one")).orElseThrow();
      assertThat(view.entry().connected()).isTrue();
      assertThat(view.subscriptions()).isEqualTo(1);
      assertThat(view.inflight()).isEqualTo(1);
      assertThat(view.traffic().sentQos1()).isEqualTo(1);
      assertThat(view.traffic().receivedPackets()).isEqualTo(1);
      assertThat(view.traffic().sentPackets()).isEqualTo(2);
      assertThat(view.traffic().receivedBytes()).isPositive();
      assertThat(view.traffic().sentBytes()).isPositive();
      List<QueuedMessage> inflight =
          now(server.broker().clients().inflight("one", -1, 10)).orElseThrow();
      assertThat(inflight).hasSize(1);
      assertThat(inflight.getFirst().delivery().message().topic()).isEqualTo("a/b");

      assertThat(now(server.broker().clients().unsubscribe("one", List.of("a/+", "not")))).isTrue();
      assertThat(now(server.broker().clients().subscriptions("one")).orElseThrow()).isEmpty();
    }
  }

  @Test
  void whatWaitsForWhoIsAwayIsShownInPages() throws Exception {
    try (RawMqttClient client = staying("away", 0)) {
      assertThat(subscribe("away", wanted("a", 1))).isPresent();
      client.send(hex("e000"));
      client.expectEnd();
    }
    try (RawMqttClient publisher = five("publisher")) {
      for (int i = 1; i <= 5; i++) {
        publisher.send(publish5(1, i, "a", "", "m" + i));
        assertThat(hex(publisher.read())).startsWith("40");
      }
    }
    Clients clients = server.broker().clients();
    List<QueuedMessage> first = now(clients.queued("away", -1, 3)).orElseThrow();
    assertThat(first).hasSize(3);
    List<QueuedMessage> rest =
        now(clients.queued("away", first.getLast().position(), 3)).orElseThrow();
    assertThat(rest)
        .extracting(each -> new String(each.delivery().message().payload(), UTF_8))
        .containsExactly("m4", "m5");
    assertThat(now(clients.view("away")).orElseThrow().queued()).isEqualTo(5);
  }

  @Test
  void kickedClientsGoAndTheirSessionsEnd() throws Exception {
    Clients clients = server.broker().clients();
    try (RawMqttClient client = staying("kicked", 0)) {
      assertThat(now(clients.kick("kicked"))).isTrue();
      client.expectDisconnect(0x98);
    }
    assertGone(1, "kicked");
    assertThat(clients.find("kicked")).isEmpty();
    try (RawMqttClient client = staying("away", 0)) {
      client.send(hex("e000"));
      client.expectEnd();
    }
    assertThat(now(clients.kick("away"))).isTrue();
    assertThat(clients.find("away")).isEmpty();
  }

  @Test
  void theKeepAliveCanBeChanged() throws Exception {
    try (RawMqttClient client = five("patient")) {
      Clients clients = server.broker().clients();
      assertThat(now(clients.keepAlive("patient", 10))).isTrue();
      assertThat(now(clients.view("patient")).orElseThrow().keepAliveSeconds()).isEqualTo(10);
      server.advanceSeconds(16);
      client.expectDisconnect(0x8D);
    }
  }

  @Test
  void whoIsNotThereIsNotThere() throws Exception {
    Clients clients = server.broker().clients();
    assertThat(now(clients.view("nobody"))).isEmpty();
    assertThat(now(clients.queued("nobody", -1, 1))).isEmpty();
    assertThat(now(clients.kick("nobody"))).isFalse();
    assertThat(subscribe("nobody", wanted("a", 0))).isEmpty();
  }

  @Test
  void aFilterThatIsNotValidChangesNothing() throws Exception {
    try (RawMqttClient _ = five("one")) {
      assertThatThrownBy(() -> subscribe("one", wanted("a/#/b", 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a/#/b");
    }
  }

  private Optional<List<SubscriptionView>> subscribe(String clientId, SubscriptionView wanted)
      throws Exception {
    return now(server.broker().clients().subscribe(clientId, List.of(wanted)));
  }

  private static SubscriptionView wanted(String filter, int qos) {
    return new SubscriptionView("", filter, qos, false, false, 0, 0, false);
  }

  private static <T> T now(CompletableFuture<T> answer) throws Exception {
    return answer.get(10, TimeUnit.SECONDS);
  }
}
