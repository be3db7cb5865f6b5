package dev.tributary.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of listeners on free ports, each with one thing that is not as usual. */
final class TestListeners {

  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private TestListeners() {}

  static ListenerSettings tcp() {
    return ListenerSettings.tcp("default", ANY_PORT);
  }

  static ListenerSettings of(
      ListenerType type, @Nullable TlsOptions tls, @Nullable WebSocketOptions webSocket) {
    return new ListenerSettings(
        type,
        "default",
        true,
        ANY_PORT,
        1_000,
        ListenerSettings.Rates.UNLIMITED,
        null,
        true,
        TcpOptions.defaults(),
        tls,
        webSocket);
  }

  static ListenerSettings with(ListenerSettings base, ListenerSettings.Rates rates) {
    return copy(base, base.enable(), base.bind(), rates, null, base.tcp());
  }

  static ListenerSettings with(ListenerSettings base, TcpOptions tcp) {
    return copy(base, base.enable(), base.bind(), base.rates(), null, tcp);
  }

  static ListenerSettings behindProxy(ListenerSettings base, Duration timeout) {
    return copy(base, base.enable(), base.bind(), base.rates(), timeout, base.tcp());
  }

  static ListenerSettings at(ListenerSettings base, InetSocketAddress bind) {
    return copy(base, base.enable(), bind, base.rates(), null, base.tcp());
  }

  static ListenerSettings disabled(ListenerSettings base) {
    return copy(base, false, base.bind(), base.rates(), null, base.tcp());
  }

  private static ListenerSettings copy(
      ListenerSettings base,
      boolean enable,
      InetSocketAddress bind,
      ListenerSettings.Rates rates,
      @Nullable Duration proxyProtocolTimeout,
      TcpOptions tcp) {
    return new ListenerSettings(
        base.type(),
        base.name(),
        enable,
        bind,
        base.connectionsMax(),
        rates,
        proxyProtocolTimeout,
        base.authenticate(),
        tcp,
        base.tls(),
        base.webSocket());
  }

  static TestBroker broker(ListenerSettings... listeners) {
    return broker(MqttLimits.defaults(), listeners);
  }

  static TestBroker broker(MqttLimits limits, ListenerSettings... listeners) {
    return new TestBroker(BrokerSettings.of(List.of(listeners), limits));
  }
}
