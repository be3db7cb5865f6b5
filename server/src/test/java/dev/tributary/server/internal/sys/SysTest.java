package dev.tributary.server.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Retained;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.Sender;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.Subscriptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SysTest {

  private static final Instant START = Instant.parse("2026-11-23T04:00:00Z");
  private static final ClientInfo CLIENT =
      new ClientInfo(
          "c1",
          "u1",
          5,
          false,
          60,
          7_200,
          10,
          PacketProperties.NONE,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883),
          "tcp:default",
          1_000,
          new HandlerSlot());

  /** Topics that somebody listens to; a topic ends with # for all below. */
  private final List<String> heard = new ArrayList<>();

  private final Map<String, String> published = new TreeMap<>();
  private final Map<String, Message> retained = new TreeMap<>();
  private int snapshots;

  private final SysOutlet outlet =
      new SysOutlet(
          new Listeners(),
          new Store(),
          (topic, payload, retain) -> {
            published.put(topic, new String(payload, StandardCharsets.UTF_8));
            if (retain) {
              retained.put(topic, message(topic, payload));
            }
          });
  private final SysReports reports =
      new SysReports(
          "n@h",
          "1.2.3",
          START,
          outlet,
          () -> {
            snapshots++;
            return Map.of("connections.count", 3L, "connections.max", 4L, "bytes.received", 5L);
          },
          InstantSource.fixed(START.plusMillis(1_500)),
          ZoneOffset.ofHours(1));

  @Test
  void whoItIsIsRetainedOnceThoughNobodyListens() {
    reports.figures();
    assertThat(published)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "$SYS/brokers",
                "n@h",
                "$SYS/brokers/n@h/version",
                "1.2.3",
                "$SYS/brokers/n@h/sysdescr",
                "Tributary"));
    published.clear();
    reports.figures();
    reports.heartbeat();
    assertThat(published).isEmpty();
    assertThat(snapshots).isZero();
  }

  @Test
  void whatWasTakenAwayComesBack() {
    reports.figures();
    retained.remove("$SYS/brokers");
    published.clear();
    reports.figures();
    assertThat(published).containsOnlyKeys("$SYS/brokers");
  }

  @Test
  void anOlderVersionIsReplaced() {
    reports.figures();
    retained.put("$SYS/brokers/n@h/version", message("v", new byte[] {'0'}));
    published.clear();
    reports.figures();
    assertThat(published).containsOnly(Map.entry("$SYS/brokers/n@h/version", "1.2.3"));
  }

  @Test
  void figuresAreStatsAndMetrics() {
    heard.add("$SYS/#");
    reports.figures();
    assertThat(published)
        .containsEntry("$SYS/brokers/n@h/stats/connections/count", "3")
        .containsEntry("$SYS/brokers/n@h/stats/connections/max", "4")
        .containsEntry("$SYS/brokers/n@h/metrics/bytes/received", "5");
  }

  @Test
  void onlyWhatSomebodyListensToIsMade() {
    heard.add("$SYS/brokers/n@h/metrics/bytes/received");
    reports.figures();
    assertThat(published)
        .containsKey("$SYS/brokers/n@h/metrics/bytes/received")
        .doesNotContainKey("$SYS/brokers/n@h/stats/connections/count");
  }

  @Test
  void theHeartbeatTellsMillisecondsAndTheDate() {
    heard.add("$SYS/#");
    reports.heartbeat();
    assertThat(published)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "$SYS/brokers/n@h/uptime",
                "1500",
                "$SYS/brokers/n@h/datetime",
                "2026-11-23T05:00:01.500+01:00"));
  }

  @Test
  void eventsHaveTheFieldsOfTheOriginal() throws Exception {
    heard.add("$SYS/#");
    SysEvents events = events(EnumSet.allOf(BrokerEventType.class));
    events.on(new BrokerEvent.ClientConnected(CLIENT, false, 2_000));
    events.on(
        new BrokerEvent.ClientDisconnected(
            CLIENT, "tcp_closed", 0x80, "", PacketProperties.NONE, 3_000));
    events.on(
        new BrokerEvent.SessionSubscribed(
            CLIENT,
            "t/#",
            new BrokerEvent.SubscriptionOptions(1, true, false, 2, 7),
            PacketProperties.NONE,
            4_000));
    events.on(new BrokerEvent.SessionUnsubscribed(CLIENT, "t/#", 1, PacketProperties.NONE, 5_000));

    assertThat(json("connected"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"clientid": "c1", "username": "u1", "ts": 2000, "ipaddress": "127.0.0.1", "sockport": 1883,
                     "proto_name": "MQTT", "proto_ver": 5, "keepalive": 60, "clean_start": false, "expiry_interval": 7200,
                     "connected_at": 1000, "connack": 0}\
                    """));
    assertThat(json("disconnected"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"clientid": "c1", "username": "u1", "ts": 3000, "ipaddress": "127.0.0.1", "sockport": 1883,
                     "proto_name": "MQTT", "proto_ver": 5, "reason": "tcp_closed", "connected_at": 1000,
                     "disconnected_at": 3000}\
                    """));
    assertThat(json("subscribed"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"clientid": "c1", "username": "u1", "ts": 4000, "protocol": "mqtt", "topic": "t/#",
                     "subopts": {"qos": 1, "nl": 1, "rap": 0, "rh": 2, "subid": 7}}\
                    """));
    assertThat(json("unsubscribed"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"clientid": "c1", "username": "u1", "ts": 5000, "protocol": "mqtt", "topic": "t/#"}\
                    """));
  }

  @Test
  void eventsAreWantedOnlyIfConfiguredAndSomebodyListens() {
    SysEvents events = events(EnumSet.of(BrokerEventType.CLIENT_CONNECTED));
    assertThat(events.wants(BrokerEventType.CLIENT_CONNECTED)).isFalse();
    heard.add("$SYS/#");
    assertThat(events.wants(BrokerEventType.CLIENT_CONNECTED)).isTrue();
    assertThat(events.wants(BrokerEventType.CLIENT_DISCONNECTED)).isFalse();
    assertThat(events.wants(BrokerEventType.MESSAGE_DELIVERED)).isFalse();
  }

  @Test
  void anEventOfAnotherClientIsNotMade() {
    heard.add("$SYS/brokers/n@h/clients/other/connected");
    events(EnumSet.of(BrokerEventType.CLIENT_CONNECTED))
        .on(new BrokerEvent.ClientConnected(CLIENT, false, 2_000));
    assertThat(published).isEmpty();
  }

  private SysEvents events(Set<BrokerEventType> wanted) {
    SysEvents events =
        new SysEvents("n@h", new SysSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), wanted));
    assertThat(events.wants(BrokerEventType.CLIENT_CONNECTED)).isFalse();
    events.publishThrough(outlet);
    return events;
  }

  private JsonNode json(String event) throws Exception {
    return new ObjectMapper().readTree(published.get("$SYS/brokers/n@h/clients/c1/" + event));
  }

  private static Message message(String topic, byte[] payload) {
    return new Message(
        new Message.MessageId(1, 2),
        topic,
        payload,
        0,
        true,
        false,
        new Sender.Server("s", null),
        Message.PublishProperties.NONE,
        1);
  }

  private final class Listeners implements Subscriptions {
    @Override
    public boolean hasSystemFilters() {
      return !heard.isEmpty();
    }

    @Override
    public Stream<SubscriptionView> matching(String topic) {
      return heard.stream()
          .filter(filter ->
              filter.endsWith("#")
                  ? topic.startsWith(filter.substring(0, filter.length() - 1))
                  : topic.equals(filter))
          .map(filter -> new SubscriptionView("s", filter, 0, false, false, 0, 0, false));
    }

    @Override
    public Stream<SubscriptionView> all() {
      return Stream.empty();
    }

    @Override
    public Stream<String> filters() {
      return heard.stream();
    }

    @Override
    public long count() {
      return heard.size();
    }

    @Override
    public long sharedCount() {
      return 0;
    }
  }

  private final class Store implements Retained {
    @Override
    public Optional<Message> find(String topic) {
      return Optional.ofNullable(retained.get(topic));
    }

    @Override
    public Stream<Message> matching(String filter) {
      return retained.values().stream();
    }

    @Override
    public long count() {
      return retained.size();
    }

    @Override
    public long remove(String filter) {
      return 0;
    }

    @Override
    public void change(RetainerOptions options) {
      throw new AssertionError("nobody changes options here");
    }

    @Override
    public RetainerOptions options() {
      return RetainerOptions.defaults();
    }
  }
}
