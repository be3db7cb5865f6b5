package dev.tributary.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.benchmarks.internal.load.Plan.Way;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load against a broker of this process. */
class CrowdIT {

  private final Broker broker =
      new Broker(
          BrokerSettings.of(
              List.of(
                  ListenerSettings.tcp(
                      "default", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
              MqttLimits.defaults()),
          PublishHandler.NONE,
          BrokerEvents.NONE,
          Clock.systemUTC());

  @BeforeEach
  void start() throws Exception {
    broker.start();
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "NOWHERE, 4, 3, 0, 1, false",
    "NOWHERE, 5, 3, 0, 1, false",
    "PAIRS, 4, 3, 3, 0, false",
    "PAIRS, 5, 3, 3, 1, false",
    "PAIRS, 4, 3, 3, 1, true",
    "PAIRS, 5, 3, 3, 1, true",
    "FAN_OUT, 4, 1, 5, 0, false",
    "FAN_OUT, 5, 1, 5, 1, false",
    "GROUP, 4, 6, 2, 1, false",
    "GROUP, 5, 6, 2, 1, false",
  })
  void everyMessageComesAsOftenAsItMust(
      Way way, int version, int publishers, int subscribers, int qos, boolean durable)
      throws Exception {
    Plan plan = new Plan(way, version, publishers, subscribers, qos, 8, 50, durable);
    assertThat(Plan.of(plan.words())).isEqualTo(plan);
    long before = delivered();
    try (Crowd crowd = Crowd.connect(broker.address("tcp:default"), plan)) {
      crowd.run(1_000);
      crowd.run(1_001);
    }
    assertThat(delivered() - before).isEqualTo(2_001L * plan.deliveries());
  }

  @Test
  void aBrokerThatRefusesIsNamedWithItsReason() {
    Plan plan = new Plan(Way.GROUP, 3, 0, 1, 1, 8, 50, false);
    assertThatThrownBy(() -> Crowd.connect(broker.address("tcp:default"), plan))
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessage("the broker refused the connection of bench-s-00000 (reason code 0x01)");
  }

  private long delivered() {
    return broker.metrics().snapshot().getOrDefault("messages.delivered", 0L);
  }
}
