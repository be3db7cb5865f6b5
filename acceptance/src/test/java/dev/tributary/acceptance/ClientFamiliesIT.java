package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.acceptance.clients.Ability;
import dev.tributary.acceptance.clients.Client;
import dev.tributary.acceptance.clients.ClientFamily;
import dev.tributary.acceptance.clients.Filter;
import dev.tributary.acceptance.clients.Line;
import dev.tributary.acceptance.clients.Message;
import dev.tributary.acceptance.clients.Offer;
import dev.tributary.acceptance.clients.Transport;
import dev.tributary.acceptance.clients.Version;
import dev.tributary.testkit.mqtt.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every version of MQTT has, by clients of every family over every transport, all on one
 * server. What only MQTT 5 has is in {@link ClientFamiliesFiveIT}.
 */
@Execution(ExecutionMode.CONCURRENT)
@RequiresProgram("openssl")
class ClientFamiliesIT {
  @RegisterExtension static final Workbench bench = new Workbench();

  private static Scenes scenes;

  @BeforeAll
  static void start() {
    scenes = Scenes.start(bench, "");
  }

  static List<Scene> all() {
    return scenes.all();
  }

  @TestFactory
  Stream<DynamicTest> aFamilyGoesOverATransport() {
    return scenes.families().stream()
        .flatMap(family ->
            Stream.of(Transport.values())
                .map(transport ->
                    DynamicTest.dynamicTest(
                        family.name() + " over " + transport.type(),
                        () -> connects(family, transport))));
  }

  private static void connects(ClientFamily family, Transport transport) {
    family.without(transport).ifPresent(Assumptions::abort);
    Version version = family.versions().iterator().next();
    Scene scene = new Scene(family, scenes.endpoint(transport), version, "hello" + transport);
    hears(scene.of(Integer.toString(family.hashCode())));
  }

  @TestFactory
  Stream<DynamicTest> mutualTls() {
    TlsFiles.Pair own = scenes.certificates().client("device");
    TlsFiles tls = new TlsFiles(scenes.certificates().authority(), Optional.of(own));
    return scenes.families().stream()
        .map(family ->
            DynamicTest.dynamicTest(family.name(), () -> showsItsCertificate(family, tls)));
  }

  private static void showsItsCertificate(ClientFamily family, TlsFiles tls) {
    Version version = family.versions().iterator().next();
    String id = "mutual" + family.hashCode();
    Scene scene = new Scene(family, scenes.mutual(tls), version, id);
    hears(scene);
    TlsFiles nothing = TlsFiles.trusting(tls.authority());
    Scene without = new Scene(family, scenes.mutual(nothing), version, id + "-without");
    assertThatThrownBy(() -> hears(without)).isInstanceOfAny(Exception.class, AssertionError.class);
  }

  /** One client hears another. */
  private static void hears(Scene scene) {
    try (Client subscriber = scene.client("sub");
        Client publisher = scene.client("pub")) {
      subscriber.subscribe(Filter.of(scene.topic("#"), 1));
      publisher.publish(Message.of(scene.topic("a"), 1, "heard"));
      assertThat(subscriber.next().text()).isEqualTo("heard");
      publisher.disconnect();
      subscriber.disconnect();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void payloadsArriveWholeWithTheirQos(Scene of) {
    Scene scene = of.of("qos");
    byte[] large = new byte[256 * 1024];
    new Random(scene.id().hashCode()).nextBytes(large);
    try (Client subscriber = scene.client("sub");
        Client publisher = scene.client("pub")) {
      assertThat(subscriber.subscribe(Filter.of(scene.topic("+"), 2))).containsExactly(2);
      for (int qos = 0; qos <= 2; qos++) {
        Message text = Message.of(scene.topic("text"), qos, "grüße, 世界");
        Message empty = Message.of(scene.topic("empty"), qos, "");
        Message big = new Message(scene.topic("big"), large, qos, false, Message.Properties.NONE);
        for (Message message : List.of(text, empty, big)) {
          publisher.publish(message);
          Message arrived = subscriber.next();
          assertThat(arrived.topic()).isEqualTo(message.topic());
          assertThat(arrived.qos()).isEqualTo(qos);
          assertThat(arrived.retain()).isFalse();
          assertThat(arrived.payload()).isEqualTo(message.payload());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aSubscriptionLowersTheQos(Scene of) {
    Scene scene = of.of("low");
    try (Client zero = scene.client("zero");
        Client one = scene.client("one");
        Client publisher = scene.client("pub")) {
      assertThat(zero.subscribe(Filter.of(scene.topic("a"), 0))).containsExactly(0);
      assertThat(one.subscribe(Filter.of(scene.topic("a"), 1))).containsExactly(1);
      for (int qos = 0; qos <= 2; qos++) {
        publisher.publish(Message.of(scene.topic("a"), qos, "x"));
        assertThat(zero.next().qos()).isZero();
        assertThat(one.next().qos()).isEqualTo(Math.min(qos, 1));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aRetainedMessageIsSetGotAndCleared(Scene of) {
    Scene scene = of.of("ret");
    String topic = scene.topic("a");
    try (Client publisher = scene.client("pub");
        Client live = scene.client("live")) {
      live.subscribe(Filter.of(topic, 1));
      publisher.publish(Message.of(topic, 1, "first").retained());
      publisher.publish(Message.of(topic, 1, "second").retained());
      assertThat(live.next().retain()).as("flag of what is published now").isFalse();
      assertThat(live.next().text()).isEqualTo("second");
      try (Client later = scene.client("later")) {
        later.subscribe(Filter.of(topic, 1));
        Message retained = later.next();
        assertThat(retained.text()).isEqualTo("second");
        assertThat(retained.retain()).as("flag of what was there").isTrue();
      }
      publisher.publish(Message.of(topic, 1, "").retained());
      assertThat(live.next().payload()).isEmpty();
      try (Client last = scene.client("last")) {
        last.subscribe(Filter.of(scene.topic("+"), 1));
        publisher.publish(Message.of(scene.topic("b"), 1, "nothing was there"));
        assertThat(last.next().text()).isEqualTo("nothing was there");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aWillIsHeardAfterAnEndWithoutAWord(Scene of) {
    Scene scene = of.of("will");
    Offer.Will will = new Offer.Will(scene.topic("will"), "gone", 1, false, OptionalInt.empty());
    try (Client witness = scene.client("wit");
        Client _ = scene.client("pub")) {
      witness.subscribe(Filter.of(scene.topic("+"), 1));
      try (Line line = Line.to(scene.endpoint());
          Client dying = scene.family().connect(line.endpoint(), scene.clean("dy").with(will))) {
        dying.subscribe(Filter.of(scene.topic("other/b"), 0));
        line.cut();
        Message heard = witness.next();
        assertThat(heard.topic()).isEqualTo(will.topic());
        assertThat(heard.text()).isEqualTo("gone");
        assertThat(heard.qos()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aWillIsForgottenAfterADisconnect(Scene of) {
    Scene scene = of.of("part");
    scene.needs(Ability.PARTING_WITHOUT_WILL);
    Offer.Will will = new Offer.Will(scene.topic("will"), "gone", 1, false, OptionalInt.empty());
    try (Client witness = scene.client("wit");
        Client publisher = scene.client("pub")) {
      witness.subscribe(Filter.of(scene.topic("+"), 1));
      try (Client polite = scene.client(scene.clean("pol").with(will))) {
        polite.subscribe(Filter.of(scene.topic("other/a"), 0));
        polite.disconnect();
      }
      publisher.publish(Message.of(scene.topic("after"), 1, "no will before"));
      assertThat(witness.next().text()).isEqualTo("no will before");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aSessionIsResumedWithWhatCameMeanwhile(Scene of) {
    Scene scene = of.of("res");
    Filter filter = Filter.of(scene.topic("+"), 2);
    try (Client first = scene.client(scene.persistent("sub"))) {
      first.subscribe(filter);
      first.disconnect();
    }
    List<String> sent = new ArrayList<>();
    try (Client publisher = scene.client("pub")) {
      for (int i = 0; i < 10; i++) {
        sent.add(i + " of QoS " + (1 + i % 2));
        publisher.publish(Message.of(scene.topic("a"), 1 + i % 2, sent.getLast()));
      }
    }
    try (Client again = scene.client(scene.persistent("sub"))) {
      if (scene.family().without(Ability.GREETING).isPresent()) {
        again.subscribe(filter);
      } else if (scene.version() != Version.MQTT_3_1) {
        assertThat(again.greeting().sessionPresent()).isTrue();
      }
      List<String> got = IntStream.range(0, 10).mapToObj(_ -> again.next().text()).toList();
      // Some clients hand QoS 2 on at PUBREL, later than the QoS 1 behind it: the order holds in
      // each QoS.
      for (String qos : List.of("QoS 1", "QoS 2")) {
        assertThat(got.stream().filter(text -> text.endsWith(qos)))
            .containsExactlyElementsOf(sent.stream().filter(text -> text.endsWith(qos)).toList());
      }
      again.disconnect();
    }
    try (Client clean = scene.client("sub")) {
      clean.subscribe(Filter.of(scene.topic("unrelated"), 0));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aSharedSubscriptionGivesEachMessageToOne(Scene of) {
    Scene scene = of.of("sh");
    Filter[] filters = {
      Filter.of("$share/group/" + scene.topic("work"), 1), Filter.of(scene.topic("end"), 1)
    };
    try (Client left = scene.client("left");
        Client right = scene.client("right");
        Client publisher = scene.client("pub")) {
      left.subscribe(filters);
      right.subscribe(filters);
      List<String> sent = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
      sent.forEach(n -> publisher.publish(Message.of(scene.topic("work"), 1, n)));
      publisher.publish(Message.of(scene.topic("end"), 1, "end"));
      List<String> lefts = untilTheEnd(left);
      List<String> rights = untilTheEnd(right);
      assertThat(lefts).isNotEmpty();
      assertThat(rights).isNotEmpty();
      assertThat(Stream.concat(lefts.stream(), rights.stream()))
          .containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  private static List<String> untilTheEnd(Client client) {
    List<String> got = new ArrayList<>();
    for (String text = client.next().text(); !text.equals("end"); text = client.next().text()) {
      got.add(text);
    }
    return got;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void whoUnsubscribesHearsNoMore(Scene of) {
    Scene scene = of.of("un");
    scene.needs(Ability.UNSUBSCRIBE);
    try (Client client = scene.client("both")) {
      client.subscribe(Filter.of(scene.topic("a"), 1), Filter.of(scene.topic("b"), 1));
      client.unsubscribe(scene.topic("a"));
      client.publish(Message.of(scene.topic("a"), 1, "to nobody"));
      client.publish(Message.of(scene.topic("b"), 1, "to somebody"));
      assertThat(client.next().text()).isEqualTo("to somebody");
    }
  }
}
