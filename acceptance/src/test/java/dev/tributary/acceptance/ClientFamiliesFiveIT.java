package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.acceptance.clients.Ability;
import dev.tributary.acceptance.clients.Client;
import dev.tributary.acceptance.clients.Filter;
import dev.tributary.acceptance.clients.Line;
import dev.tributary.acceptance.clients.Message;
import dev.tributary.acceptance.clients.Message.Properties;
import dev.tributary.acceptance.clients.Offer;
import dev.tributary.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only MQTT 5 has, by clients of every family over every transport, all on one server. */
@Execution(ExecutionMode.CONCURRENT)
@RequiresProgram("openssl")
class ClientFamiliesFiveIT {
  private static final int SERVER_KEEP_ALIVE = 45;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static Scenes scenes;

  @BeforeAll
  static void start() {
    scenes = Scenes.start(bench, "mqtt.server_keepalive = " + SERVER_KEEP_ALIVE);
  }

  static List<Scene> five() {
    return scenes.five();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void propertiesOfAMessageTravelWithIt(Scene of) {
    Scene scene = of.of("prop");
    Properties properties =
        new Properties(
            "application/json",
            scene.topic("answers"),
            "request-7",
            OptionalInt.empty(),
            List.of(Map.entry("unit", "°C"), Map.entry("unit", "K"), Map.entry("site", "north")),
            List.of());
    try (Client subscriber = scene.client("sub");
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("+"), 2));
      for (int qos = 0; qos <= 2; qos++) {
        publisher.publish(Message.of(scene.topic("a"), qos, "x").with(properties));
        Properties arrived = subscriber.next().properties();
        assertThat(arrived.contentType()).isEqualTo(properties.contentType());
        assertThat(arrived.responseTopic()).isEqualTo(properties.responseTopic());
        assertThat(arrived.correlation()).isEqualTo(properties.correlation());
        assertThat(arrived.user()).isEqualTo(properties.user());
        assertThat(arrived.expiry()).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void theExpiryOfAWaitingMessageIsCountedDown(Scene of) {
    Scene scene = of.of("exp");
    Filter filter = Filter.of(scene.topic("+"), 1);
    try (Client first = scene.client(scene.persistent("sub"))) {
      first.subscribe(filter);
      first.disconnect();
    }
    try (Client publisher = scene.client("pub")) {
      publisher.publish(
          Message.of(scene.topic("a"), 1, "short").with(Properties.NONE.withExpiry(1)));
      publisher.publish(
          Message.of(scene.topic("a"), 1, "long").with(Properties.NONE.withExpiry(100)));
    }
    long published = System.nanoTime();
    Await.until("two seconds have passed", () -> System.nanoTime() - published > 2_100_000_000L);
    try (Client again = scene.client(scene.persistent("sub"))) {
      if (scene.family().without(Ability.GREETING).isPresent()) {
        again.subscribe(filter);
      }
      Message arrived = again.next();
      assertThat(arrived.text()).isEqualTo("long");
      assertThat(arrived.properties().expiry().orElseThrow()).isBetween(1, 98);
      again.disconnect();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void topicAliasesStandForTheirTopics(Scene of) {
    Scene scene = of.of("alias");
    scene.needs(Ability.TOPIC_ALIASES);
    try (Client subscriber = scene.client(scene.clean("sub").withTopicAliasMaximum(1));
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("+"), 1));
      for (int i = 0; i < 6; i++) {
        publisher.publish(Message.of(scene.topic(i % 2 == 0 ? "even" : "odd"), 1, "x" + i));
      }
      for (int i = 0; i < 6; i++) {
        Message arrived = subscriber.next();
        assertThat(arrived.text()).isEqualTo("x" + i);
        assertThat(arrived.topic()).isEqualTo(scene.topic(i % 2 == 0 ? "even" : "odd"));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aMessageTellsTheSubscriptionsThatItMatched(Scene of) {
    Scene scene = of.of("subid");
    scene.needs(Ability.SUBSCRIPTION_IDENTIFIERS);
    try (Client subscriber = scene.client("sub");
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("a"), 1).withIdentifier(268_435_455));
      publisher.publish(Message.of(scene.topic("a"), 1, "x"));
      assertThat(subscriber.next().properties().subscriptions()).containsExactly(268_435_455);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void noLocalKeepsOwnMessagesAway(Scene of) {
    Scene scene = of.of("nolo");
    scene.needs(Ability.ONE_CONNECTION);
    try (Client one = scene.client("one");
        Client other = scene.client("other")) {
      one.subscribe(Filter.of(scene.topic("a"), 1).withNoLocal());
      one.publish(Message.of(scene.topic("a"), 1, "own"));
      other.publish(Message.of(scene.topic("a"), 1, "of another"));
      assertThat(one.next().text()).isEqualTo("of another");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void retainAsPublishedKeepsTheFlag(Scene of) {
    Scene scene = of.of("rap");
    try (Client keeps = scene.client("keeps");
        Client clears = scene.client("clears");
        Client publisher = scene.client("pub")) {
      keeps.subscribe(Filter.of(scene.topic("a"), 1).withRetainAsPublished());
      clears.subscribe(Filter.of(scene.topic("a"), 1));
      publisher.publish(Message.of(scene.topic("a"), 1, "x").retained());
      assertThat(keeps.next().retain()).isTrue();
      assertThat(clears.next().retain()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aSessionEndsWhenItsTimeIsUp(Scene of) {
    Scene scene = of.of("sess");
    Offer offer = scene.persistent("sub").withSessionExpiry(1);
    try (Client first = scene.client(offer)) {
      first.subscribe(Filter.of(scene.topic("a"), 1));
      first.disconnect();
    }
    RestClient rest = scenes.tributary().admin();
    Await.until(
        "the session is gone", () -> rest.get("/clients/" + offer.clientId()).status() == 404);
    if (scene.family().without(Ability.GREETING).isEmpty()) {
      try (Client again = scene.client(offer)) {
        assertThat(again.greeting().sessionPresent()).isFalse();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void whoHasNoNameIsGivenOne(Scene of) {
    Scene scene = of.of("anon");
    scene.needs(Ability.NO_CLIENT_ID);
    try (Client one = scene.client(Offer.clean(scene.version(), ""));
        Client two = scene.client(Offer.clean(scene.version(), ""))) {
      String first = one.greeting().assignedClientId().orElseThrow();
      assertThat(first).isNotEmpty();
      assertThat(two.greeting().assignedClientId().orElseThrow()).isNotEqualTo(first);
      one.subscribe(Filter.of(scene.topic("a"), 1));
      two.publish(Message.of(scene.topic("a"), 1, "heard"));
      assertThat(one.next().text()).isEqualTo("heard");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void theServerTellsItsKeepAlive(Scene of) {
    Scene scene = of.of("keep");
    scene.needs(Ability.GREETING);
    try (Client client = scene.client("a")) {
      assertThat(client.greeting().serverKeepAlive()).hasValue(SERVER_KEEP_ALIVE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void nothingLargerThanTheClientWantsIsSent(Scene of) {
    Scene scene = of.of("size");
    try (Client subscriber = scene.client(scene.clean("sub").withMaximumPacketSize(500));
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("a"), 1));
      publisher.publish(Message.of(scene.topic("a"), 1, "x".repeat(600)));
      publisher.publish(Message.of(scene.topic("a"), 1, "small"));
      assertThat(subscriber.next().text()).isEqualTo("small");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aSmallReceiveMaximumDelaysAndLosesNothing(Scene of) {
    Scene scene = of.of("recv");
    try (Client subscriber = scene.client(scene.clean("sub").withReceiveMaximum(2));
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("a"), 2));
      List<String> sent = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
      sent.forEach(n -> publisher.publish(Message.of(scene.topic("a"), 2, n)));
      assertThat(IntStream.range(0, 20).mapToObj(_ -> subscriber.next().text()).toList())
          .isEqualTo(sent);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aFilterThatIsRefusedHasItsReasonInItsPlace(Scene of) {
    Scene scene = of.of("deep");
    scene.needs(Ability.SUBACK_CODES);
    String deep = scene.topic("a" + "/a".repeat(200));
    try (Client client = scene.client("sub")) {
      assertThat(
              client.subscribe(
                  Filter.of(scene.topic("a"), 1),
                  Filter.of(deep, 1),
                  Filter.of(scene.topic("b"), 1)))
          .containsExactly(1, 0x8F, 1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aMessageThatIsTooLargeReachesNobody(Scene of) {
    Scene scene = of.of("large");
    Message large = Message.of(scene.topic("a"), 1, "x".repeat(1_100_000));
    try (Client subscriber = scene.client("sub");
        Client publisher = scene.client("pub");
        Client other = scene.client("other")) {
      subscriber.subscribe(Filter.of(scene.topic("a"), 1));
      // mosquitto_pub says nothing of it; the others fail.
      Throwable failure = catchThrowable(() -> publisher.publish(large));
      if (!scene.family().name().startsWith("mosquitto")) {
        assertThat(failure).isNotNull();
      }
      other.publish(Message.of(scene.topic("a"), 1, "small"));
      assertThat(subscriber.next().text()).isEqualTo("small");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("five")
  void aWillWaitsForItsDelay(Scene of) {
    Scene scene = of.of("wd");
    Offer.Will will = new Offer.Will(scene.topic("will"), "gone", 2, true, OptionalInt.of(1));
    try (Client witness = scene.client("wit")) {
      witness.subscribe(Filter.of(scene.topic("+"), 2).withRetainAsPublished());
      try (Line line = Line.to(scene.endpoint());
          Client dying =
              scene.family().connect(line.endpoint(), scene.persistent("dy").with(will))) {
        dying.subscribe(Filter.of(scene.topic("other/a"), 0));
        long cut = System.nanoTime();
        line.cut();
        Message heard = witness.next();
        assertThat(heard.text()).isEqualTo("gone");
        assertThat(heard.qos()).isEqualTo(2);
        assertThat(heard.retain()).isTrue();
        assertThat(System.nanoTime() - cut).as("nanoseconds of delay").isGreaterThan(900_000_000L);
      }
    }
  }
}
