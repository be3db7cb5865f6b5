package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.QueueOptions;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.internal.session.FakeClient.How;
import dev.tributary.broker.internal.session.SessionWorld.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full queues, and queues of which the greater part is in the store. */
class SessionQueueTest {

  private static final How STAYING = How.staying("s");
  private static final int FAR = 3 * SessionQueue.NEAR_MAX;

  private SessionWorld world = world(1_000, Map.of(), true);

  private static SessionWorld world(int queueMax, Map<String, Integer> priorities, boolean qos0) {
    return new SessionWorld(
        BrokerSettings.of(
                List.of(), MqttLimits.defaults().change().queuedMessagesMax(queueMax).build())
            .with(new QueueOptions(priorities, true, qos0))
            .with(new StorageOptions.InMemory()));
  }

  private FakeClient subscriber(How how, int qos) {
    FakeClient client = world.connected(0, how);
    world.subscribe(client, "#", qos);
    world.settle();
    return client;
  }

  private void away(How how) {
    world.gone(subscriber(how, 1));
    world.settle();
  }

  private void publish(String topic, int from, int to) {
    for (int i = from; i < to; i++) {
      world.publish(topic, topic + i, 1);
    }
  }

  private static List<String> texts(String topic, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> topic + i).toList();
  }

  /** Acknowledges whatever comes until nothing comes any more. */
  private List<String> drain(FakeClient client) {
    List<String> got = new ArrayList<>();
    world.settle();
    while (!client.sent.isEmpty()) {
      for (String packet : client.takeSent()) {
        int space = packet.indexOf(' ');
        got.add(packet.substring(space + 1));
        world.puback(client, Integer.parseInt(packet, 1, space, 10));
      }
      world.settle();
    }
    return got;
  }

  @Test
  void whatIsFarComesInOrder() {
    away(STAYING);
    publish("t", 0, FAR);
    world.settle();
    assertThat(queue("s").bytesInMemory()).as("nothing in memory while away").isZero();
    FakeClient client = world.connected(1, STAYING.window(3));
    assertThat(drain(client)).isEqualTo(texts("t", 0, FAR));
    assertThat(queue("s").isEmpty()).isTrue();
  }

  @Test
  void aConnectedClientThatDoesNotAcknowledgeCostsLittleMemory() {
    FakeClient client = subscriber(STAYING.window(1), 1);
    publish("t", 0, FAR);
    world.settle();
    assertThat(queue("s").near()).hasSizeLessThanOrEqualTo(SessionQueue.NEAR_MAX);
    assertThat(queue("s").size()).isEqualTo(FAR - 1);
    assertThat(drain(client)).isEqualTo(texts("t", 0, FAR));
  }

  @Test
  void whatComesWhileTheStoreIsAskedKeepsItsPlace() {
    away(STAYING);
    publish("t", 0, FAR);
    world.settle();
    FakeClient client = world.connect(0, STAYING);
    world.run();
    publish("t", FAR, FAR + 10);
    world.run();
    assertThat(drain(client)).isEqualTo(texts("t", 0, FAR + 10));
  }

  @Test
  void aHigherPriorityOvertakesWhatIsNearAndFar() {
    world = world(1_000, Map.of("high", 5, "higher", 6), true);
    away(STAYING);
    publish("t", 0, FAR);
    publish("high", 0, 3);
    world.settle();
    FakeClient client = world.connect(0, STAYING.window(1));
    world.run(); // the store is being asked for what comes after the first high one
    publish("higher", 0, 2);
    publish("high", 3, 4);
    List<String> got = drain(client);
    assertThat(got).hasSize(FAR + 6).doesNotHaveDuplicates();
    assertThat(got.stream().filter(text -> text.startsWith("t")))
        .containsExactlyElementsOf(texts("t", 0, FAR));
    assertThat(got.indexOf("high3")).isLessThan(got.indexOf("t10"));
    assertThat(got.indexOf("higher1")).isLessThan(got.indexOf("high3"));
  }

  @Test
  void aMoveWhileTheStoreIsAskedLosesNothing() {
    away(STAYING);
    publish("t", 0, FAR);
    world.settle();
    FakeClient first = world.connect(0, STAYING);
    world.run();
    FakeClient second = world.connect(1, STAYING);
    world.run();
    assertThat(first.closedBecause).isNotNull();
    assertThat(drain(second)).isEqualTo(texts("t", 0, FAR));
  }

  @Test
  void anAnswerForASessionThatHasEndedIsNothing() {
    away(STAYING);
    publish("t", 0, FAR);
    world.settle();
    world.connect(0, STAYING);
    world.run();
    FakeClient clean = world.connect(1, STAYING.cleanStart());
    world.settle();
    assertThat(clean.present).isFalse();
    assertThat(clean.sent).isEmpty();
  }

  @ParameterizedTest // in memory and in the store
  @ValueSource(longs = {0, 1_000})
  void theOldestFallsOutOfAFullQueue(long expiry) {
    world = world(5, Map.of(), true);
    FakeClient client = subscriber(STAYING.expiry(expiry).window(1), 1);
    publish("t", 0, 9);
    world.settle();
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL)).isEqualTo(texts("t", 1, 4));
    assertThat(queue("s").fallen()).isEqualTo(3);
    assertThat(drain(client)).containsExactly("t0", "t4", "t5", "t6", "t7", "t8");
    assertThat(world.metric("delivery.dropped.queue_full")).isEqualTo(3);
  }

  @Test
  void theOldestFallsOutOfAQueueThatIsFarAsWell() {
    world = world(200, Map.of(), true);
    away(STAYING);
    publish("t", 0, 150);
    world.settle();
    Receipt last = world.publish("t", "last", 1);
    publish("t", 150, 250);
    world.settle();
    assertThat(last.held).isTrue();
    assertThat(queue("s").size()).isEqualTo(200);
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL)).isEqualTo(texts("t", 0, 51));
    world = world.crash();
    assertThat(drain(world.connected(0, STAYING))).hasSize(200).startsWith("t51").endsWith("t249");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void theLowestPriorityFallsFirst(long expiry) {
    world = world(4, Map.of("high", 5), true);
    FakeClient client = subscriber(STAYING.expiry(expiry).window(1), 1);
    publish("first", 0, 1);
    publish("high", 0, 3);
    publish("low", 0, 3);
    publish("high", 3, 4);
    world.settle();
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL))
        .containsExactly("low0", "low1", "low2");
    assertThat(drain(client)).containsExactly("first0", "high0", "high1", "high2", "high3");
  }

  @Test
  void theLowestPriorityFallsFirstAlsoIfItIsFar() {
    world = world(4, Map.of("high", 5), true);
    away(STAYING);
    publish("high", 0, 3);
    publish("low", 0, 3);
    publish("high", 3, 6);
    world.settle();
    assertThat(world.dropped(DeliveryDropReason.QUEUE_FULL))
        .containsExactly("low0", "low1", "low2", "high0", "high1");
    assertThat(drain(world.connected(0, STAYING)))
        .containsExactly("high2", "high3", "high4", "high5");
  }

  @Test
  void priorityNumbersAreNotUsedTwiceAfterARestart() {
    world = world(1_000, Map.of("high", 5), true);
    away(STAYING);
    publish("high", 0, 3);
    world.settle();
    world = world.crash();
    world.settle();
    publish("high", 3, 6);
    publish("low", 0, 1);
    world.settle();
    assertThat(drain(world.connected(0, STAYING)))
        .containsExactly("high0", "high1", "high2", "high3", "high4", "high5", "low0");
  }

  @Test
  void aLargeMessageStandsNearAlone() {
    FakeClient client = subscriber(STAYING.window(1), 1);
    world.publish("t", "first", 1);
    String large = "x".repeat(800_000);
    world.publish("t", "1" + large, 1);
    world.publish("t", "2" + large, 1);
    world.publish("t", "3" + large, 1);
    world.settle();
    assertThat(queue("s").near()).hasSize(1);
    assertThat(drain(client)).hasSize(4);
  }

  @Test
  void qos0KeepsItsOrderBehindWhatWaits() {
    FakeClient client = subscriber(STAYING, 0);
    client.writable = false;
    world.publish("t", "1", 0);
    world.publish("t", "2", 0);
    world.settle();
    client.writable = true;
    world.publish("t", "3", 0);
    world.settle();
    world.on(client, () -> client.session().pump());
    world.publish("t", "4", 0);
    world.settle();
    assertThat(client.sent).containsExactly("P0 1", "P0 2", "P0 3", "P0 4");
  }

  @Test
  void qos0DoesNotWaitIfItShallNot() {
    world = world(10, Map.of(), false);
    FakeClient client = subscriber(STAYING, 0);
    client.writable = false;
    world.publish("t", "slow", 0);
    world.settle();
    world.gone(client);
    world.publish("t", "away", 0);
    world.settle();
    assertThat(world.dropped(DeliveryDropReason.QOS0_MESSAGE)).containsExactly("slow", "away");
    assertThat(world.connected(0, STAYING).sent).isEmpty();
  }

  @Test // [MQTT-3.3.2-5]
  void whatHasExpiredMeanwhileIsDropped() {
    away(STAYING);
    world.publish(Messages.message("t", "short", 1, 10, world.nowMillis()));
    world.publish(Messages.message("t", "long", 1, 100, world.nowMillis()));
    world.settle();
    world.advanceSeconds(11);
    assertThat(drain(world.connected(0, STAYING))).containsExactly("long");
    assertThat(world.dropped(DeliveryDropReason.EXPIRED)).containsExactly("short");
    world = world.crash();
    assertThat(drain(world.connected(0, STAYING))).isEmpty();
  }

  private SessionQueue queue(String clientId) {
    Session session = world.registry.find(clientId);
    assertThat(session).isNotNull();
    return session.outgoing().queue();
  }
}
