package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.ReservedPort;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners that come, change and go while the broker runs. */
class ListenersIT {

  private static final ListenerSettings EXTRA =
      ListenerSettings.tcp("extra", TestListeners.ANY_PORT);

  private final TestBroker server =
      TestListeners.broker(
          TestListeners.tcp(),
          TestListeners.disabled(ListenerSettings.tcp("off", TestListeners.ANY_PORT)));
  private final ReservedPort reserved = ReservedPort.reserve();

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    reserved.close();
  }

  private Listeners listeners() {
    return server.broker().listeners();
  }

  private ListenerView view(String id) {
    return listeners().find(id).orElseThrow();
  }

  private RawMqttClient connected(String listener, String clientId) throws Exception {
    return RawMqttClient.connected(server.broker().address(listener), connect5(clientId));
  }

  @Test
  void allAreShownOpenOrNot() throws Exception {
    assertThat(listeners().all())
        .extracting(view -> view.settings().id() + " " + view.running())
        .containsExactly("tcp:default true", "tcp:off false");
    assertThat(view("tcp:off").address()).isNull();
    assertThat(listeners().find("tcp:none")).isEmpty();
    try (RawMqttClient _ = connected("tcp:default", "a");
        RawMqttClient _ = connected("tcp:default", "b")) {
      assertThat(view("tcp:default").connections()).isEqualTo(2);
    }
    TestBroker.await(() -> view("tcp:default").connections() == 0, () -> "connections stay");
  }

  @Test
  void whatHappensToOneDoesNotTouchTheOthers() throws Exception {
    listeners().put(EXTRA);
    try (RawMqttClient here = connected("tcp:default", "here");
        RawMqttClient there = connected("tcp:extra", "there")) {
      assertThat(listeners().stop("tcp:extra")).isTrue();
      there.expectDisconnect(0x98);
      assertThat(view("tcp:extra").running()).isFalse();
      assertThat(view("tcp:extra").connections()).isZero();
      here.expectNothing();
      assertThat(listeners().start("tcp:extra")).isTrue();
      try (RawMqttClient again = connected("tcp:extra", "there")) {
        assertThat(listeners().remove("tcp:extra")).isTrue();
        again.expectDisconnect(0x98);
      }
      assertThat(listeners().find("tcp:extra")).isEmpty();
      here.expectNothing();
    }
    assertThat(listeners().remove("tcp:extra")).isFalse();
    assertThat(listeners().start("tcp:extra")).isFalse();
    assertThat(listeners().stop("tcp:extra")).isFalse();
  }

  @Test
  void aDisabledOneCanBeStarted() throws Exception {
    listeners().start("tcp:off");
    connected("tcp:off", "a").close();
  }

  @Test
  void newSettingsOfTheSameAddressKeepSocketAndConnections() throws Exception {
    InetSocketAddress before = server.address();
    try (RawMqttClient old = connected("tcp:default", "old")) {
      listeners().put(TestListeners.tcp().withConnectionsMax(1));
      assertThat(server.address()).isEqualTo(before);
      try (RawMqttClient more = new RawMqttClient(before)) {
        more.expectEnd(); // the old connection counts too
      }
      server.await("listener.connections_max_exceeded", 1);
      old.expectNothing();
      listeners().stop("tcp:default");
      old.expectDisconnect(0x98);
    }
  }

  @Test
  void anotherAddressTakesNewConnectionsAndOldOnesStay() throws Exception {
    InetSocketAddress before = server.address();
    InetSocketAddress next = new InetSocketAddress(before.getAddress(), reserved.number());
    try (RawMqttClient old = connected("tcp:default", "old")) {
      listeners().put(TestListeners.at(TestListeners.tcp(), next));
      assertThat(server.address()).isEqualTo(next);
      connected("tcp:default", "fresh").close();
      assertThatThrownBy(() -> new RawMqttClient(before))
          .isInstanceOf(java.net.ConnectException.class);
      old.expectNothing();
    }
  }

  @Test
  void whatCannotBeOpenedLeavesTheFormerInForce() throws Exception {
    InetSocketAddress before = server.address();
    try (ServerSocket taken = new ServerSocket(0, 1, before.getAddress());
        RawMqttClient old = connected("tcp:default", "old")) {
      InetSocketAddress next = new InetSocketAddress(before.getAddress(), taken.getLocalPort());
      assertThatThrownBy(() -> listeners().put(TestListeners.at(TestListeners.tcp(), next)))
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("tcp:default")
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
      assertThat(server.address()).isEqualTo(before);
      assertThat(view("tcp:default").settings().bind()).isEqualTo(TestListeners.ANY_PORT);
      connected("tcp:default", "fresh").close();
      old.expectNothing();
    }
  }

  @Test
  void anotherBacklogBindsTheSamePortAgain() throws Exception {
    int port = reserved.number();
    InetSocketAddress address = new InetSocketAddress(server.address().getAddress(), port);
    ListenerSettings first = ListenerSettings.tcp("extra", address);
    listeners().put(first);
    TcpOptions usual = TcpOptions.defaults();
    try (RawMqttClient old = connected("tcp:extra", "old")) {
      listeners()
          .put(
              TestListeners.with(
                  first,
                  new TcpOptions(
                      5,
                      true,
                      true,
                      true,
                      usual.sendTimeout(),
                      true,
                      usual.writeBufferBytesMax())));
      connected("tcp:extra", "fresh").close();
      old.expectNothing();
    }
  }

  @Test
  void disablingClosesIt() throws Exception {
    try (RawMqttClient client = connected("tcp:default", "a")) {
      listeners().put(TestListeners.disabled(TestListeners.tcp()));
      client.expectDisconnect(0x98);
    }
    assertThat(view("tcp:default").running()).isFalse();
  }

  @Test
  void manyCallsAtOnce() throws Exception {
    try (RawMqttClient here = connected("tcp:default", "here");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            threads.submit(() -> {
              listeners().put(EXTRA);
              return true;
            }));
        calls.add(threads.submit(() -> listeners().stop("tcp:extra")));
        calls.add(threads.submit(() -> listeners().start("tcp:extra")));
        calls.add(threads.submit(() -> listeners().remove("tcp:extra")));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      here.expectNothing();
    }
  }

  @Test
  void theLastPacketTellsThatTheServerGoes() throws Exception {
    try (RawMqttClient five = connected("tcp:default", "five");
        RawMqttClient three =
            RawMqttClient.connected(server.address(), connect4("three", true, 0))) {
      InetSocketAddress address = server.address();
      server.broker().close();
      five.expectDisconnect(0x8B);
      three.expectEnd();
      assertThatThrownBy(() -> new RawMqttClient(address))
          .isInstanceOf(java.net.ConnectException.class);
    }
    assertThatThrownBy(() -> listeners().put(EXTRA)).isInstanceOf(IllegalStateException.class);
  }
}
