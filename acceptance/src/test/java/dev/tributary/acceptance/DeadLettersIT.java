package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot be delivered is kept, shown, sent again and deleted by {@code dead-letters}. */
class DeadLettersIT {
  private static final int FAILED = 1;

  /** The rule's key is the topic, and Kinesis takes keys of 256 characters. */
  private static final String LONG_TOPIC = "t/" + "k".repeat(300);

  @RegisterExtension final Workbench bench = new Workbench();

  private FakeKinesis kinesis;
  private RunningTributary tributary;

  @BeforeEach
  void start() {
    kinesis = bench.fakeKinesis(Configurations.STREAM, 1);
    startTributary();
  }

  @Test
  void whatCanNeverBeDeliveredIsShownAndDeleted() {
    publish(LONG_TOPIC, "first");
    publish(LONG_TOPIC, "second");
    publish("t/short", "delivered");
    List<JsonNode> letters = await(2);
    assertThat(letters)
        .extracting(letter -> letter.path("text").asText())
        .containsExactly("first", "second");

    assertThat(run("list", "my_rule").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(LONG_TOPIC, "it may have 256"));
    assertThat(run("show", "my_rule", id(letters.getFirst())).out())
        .contains("client         sender", "rule           my_rule", "data           first");

    // It dies again: a new letter in the place of the old one.
    assertThat(run("replay", "my_rule", id(letters.getFirst())).out()).contains("replayed 1 ");
    List<JsonNode> now =
        Await.value(
            () -> "it has died again",
            Duration.ofMinutes(2),
            () -> Optional.of(letters()).filter(some -> isAgain(letters, some)));
    assertThat(now.getLast().path("reason")).isEqualTo(letters.getFirst().path("reason"));

    assertThat(run("purge", "my_rule", id(letters.getLast())).out()).contains("purged 1 ");
    Program.Finished twice = run("purge", "my_rule", id(letters.getLast()));
    assertThat(twice.exitCode()).isEqualTo(FAILED);
    assertThat(twice.err()).contains("1 of 1 are not there");
    assertThat(run("purge", "my_rule", "--all").out()).contains("purged 1 ");
    assertThat(letters()).isEmpty();
  }

  @Test
  void whatWasRefusedOnceIsDeliveredWhenItIsSentAgain() {
    kinesis.script().next(Fault.refuse(400, "InvalidArgumentException", "not today"));
    publish("t/a", "refused");
    List<JsonNode> letters = await(1);
    assertThat(letters.getFirst().path("reason").asText()).contains("not today");
    assertThat(kinesis.stored()).isEmpty();

    // The letter outlives the process.
    assertThat(tributary.stop().exitCode()).isEqualTo(143);
    startTributary();
    assertThat(letters()).isEqualTo(letters);

    assertThat(run("replay", "my_rule", "--all").out()).contains("replayed 1 ");
    Await.until("it is delivered", () -> kinesis.storedCount() == 1);
    assertThat(kinesis.stored("t/a").getFirst().text()).isEqualTo("refused");
    Await.until("its letter is gone", () -> letters().isEmpty());
    assertThat(run("list", "my_rule").err()).contains("there are no dead letters");
  }

  @Test
  void anActionThatDoesNotExistIsNamed() {
    Program.Finished ended = run("list", "no_action");
    assertThat(ended.exitCode()).isEqualTo(FAILED);
    assertThat(ended.err()).contains("no_action").doesNotContain("\tat ");
  }

  private void startTributary() {
    tributary =
        bench.tributary(
            Configurations.pipeline(
                kinesis.endpoint(), "${topic}", "", "dead_letter { enable = true }"));
  }

  private void publish(String topic, String payload) {
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "sender")) {
      publisher.publishAndWait(topic, MqttQos.AT_LEAST_ONCE, payload);
    }
  }

  private List<JsonNode> await(int count) {
    return Await.value(
        () -> count + " dead letters\n" + tributary.program().story(),
        Duration.ofMinutes(2),
        () -> Optional.of(letters()).filter(letters -> letters.size() == count));
  }

  private List<JsonNode> letters() {
    Program.Finished listed = run("list", "my_rule", "--json");
    assertThat(listed.exitCode()).as(listed.err()).isZero();
    return listed.out().lines().map(RestClient::parse).toList();
  }

  private static boolean isAgain(List<JsonNode> before, List<JsonNode> now) {
    return now.size() == 2
        && now.getFirst().equals(before.getLast())
        && now.getLast().path("text").asText().equals("first");
  }

  private static String id(JsonNode letter) {
    return letter.path("id").asText();
  }

  private Program.Finished run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("dead-letters"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--url", "http://localhost:" + tributary.rest().address().getPort()));
    return bench.cli(command.toArray(String[]::new));
  }
}
