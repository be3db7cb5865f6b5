package dev.tributary.server.internal.bridge;

import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.properties;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What the original was recorded to tell of a few clients, told of the same clients here: each
 * event with the same keys, and values of the same types. The cases lie in {@code
 * ../../shared/vectors} unless the system property {@code tributary.vectors} says otherwise.
 */
class RecordedEventsIT {

  @Test
  void everyRecordedEventLooksTheSameHere() throws Exception {
    List<Value.Map> recorded = recorded();
    try (RuleBroker server = RuleBroker.started()) {
      server.keep("SELECT * FROM \"$events/#\"");
      doTheSame(server);
      for (Value.Map event : recorded) {
        String name = ((Value.Text) event.value("event")).string();
        assertThat(server.await(name, 1))
            .as("one %s that looks as recorded: %s", name, event)
            .anySatisfy(here -> assertSame(here, event));
      }
    }
  }

  private static void doTheSame(RuleBroker server) throws IOException {
    try (MqttSocket subscriber =
            MqttSocket.five(server.address(), "orchard-sub", true, 5, "21 0014");
        MqttSocket publisher = MqttSocket.four(server.address(), "orchard-pub2", "pear");
        MqttSocket five = MqttSocket.five(server.address(), "orchard-five")) {
      subscriber.subscribe("evt/+", 1, "26 0002 7375 0002 7376");
      five.publish(1, "evt/1", "26 0001 6b 0001 76", "{\"z\":1}").expect(0x40);
      subscriber.expect(0x30).send(0x40, two(1)).ping();
      publisher.send(0x32, text("nobody/listens"), two(1), text("lost"));
      publisher.expect(0x40).send(0xE0);
      five.send(0xE0, hex("00"), properties(""));
    }
  }

  private static void assertSame(Value.Map here, Value.Map recorded) {
    assertThat(here.keys()).containsExactlyInAnyOrderElementsOf(recorded.keys());
    for (String key : recorded.keys()) {
      // Whether there is a user name depends on the client.
      if (!key.endsWith("username")) {
        assertThat(here.value(key)).as(key).hasSameClassAs(recorded.value(key));
      }
    }
  }

  private static List<Value.Map> recorded() throws IOException, JsonException {
    Path path =
        Path.of(System.getProperty("tributary.vectors", "../../shared/vectors"))
            .resolve("messages.jsonl");
    Assumptions.assumeTrue(Files.isReadable(path), () -> "no recorded cases at " + path);
    List<Value.Map> events = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      Value.Map recorded = (Value.Map) Json.parse(line.getBytes(UTF_8));
      if (((Value.Text) recorded.value("id")).string().startsWith("live-event-")) {
        events.add((Value.Map) recorded.value("record"));
      }
    }
    assertThat(events).isNotEmpty();
    return events;
  }
}
