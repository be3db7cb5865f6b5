package dev.tributary.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;

/** A broker that tells its port, and for each byte that it reads how often accepting has failed. */
final class DescriptorsProgram {

  private DescriptorsProgram() {}

  public static void main(String... arguments) throws Exception {
    ListenerSettings listener =
        ListenerSettings.tcp("default", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (Broker broker =
        new Broker(
            BrokerSettings.of(List.of(listener), MqttLimits.defaults()),
            PublishHandler.NONE,
            BrokerEvents.NONE,
            InstantSource.system())) {
      broker.start();
      say(broker.address("tcp:default").getPort());
      while (System.in.read() >= 0) {
        say(broker.metrics().snapshot().getOrDefault("listener.accept_failed", -1L));
      }
    }
  }

  private static void say(long number) throws IOException {
    System.out.println("tells " + number);
    if (System.out.checkError()) {
      throw new IOException("nobody listens");
    }
  }
}
