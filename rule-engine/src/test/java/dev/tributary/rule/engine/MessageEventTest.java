package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageEventTest {

  static List<String> recordedMessages() throws IOException {
    try (InputStream in =
        MessageEventTest.class.getResourceAsStream("/vectors/published-messages.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recordedMessages")
  void showsWhatTheOriginalShows(String line) throws JsonException {
    Value.Map recorded = map(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
    Value.Map input = map(recorded.value("input"));
    Value.Map expected = map(recorded.value("record"));

    Columns columns = new RuleColumns(event(input, expected), RuleColumns.metadata("vmsg"));
    Value.Map.Builder all = Value.Map.builder();
    for (String name : columns.names()) {
      all.put(name, columns.column(name));
    }
    Value.Map shown = map(Json.parse(Json.write(all.build())));
    assertThat(withSingleReplacements(shown)).isEqualTo(withSingleReplacements(expected));
  }

  /**
   * How many characters stand for a run of broken bytes is the business of JSON, not of columns.
   */
  private static Value.Map withSingleReplacements(Value.Map record) {
    String payload = text(record, "payload").replaceAll("\uFFFD+", "\uFFFD");
    return record.toBuilder().put("payload", Value.of(payload)).build();
  }

  @Test
  void thePayloadIsOneValueForAllRules() {
    byte[] payload = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    MessageEvent event = Messages.of("t/1", payload);
    Value first = event.column("payload");
    assertThat(first).isSameAs(event.column("payload"));
    assertThat(((Value.Text) first).bytes()).isSameAs(payload);
  }

  @Test
  void whatIsNotThereIsUndefined() {
    assertThat(Messages.of("t/1", "").column("nope")).isEqualTo(Value.UNDEFINED);
    assertThat(Messages.of("t/1", "").column("event_type")).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void aMessageOfTheServerHasNoPublisher() {
    MessageEvent event =
        new MessageEvent(
            new Publication.Made(1, 2, "t", new byte[0], 0, false, null, PublishProperties.NONE, 5),
            "n");
    for (String name : List.of("clientid", "username", "peerhost", "peername")) {
      assertThat(event.column(name)).as(name).isEqualTo(Value.UNDEFINED);
    }
    assertThat(event.column("id")).isEqualTo(Value.of("00000000000000010000000000000002"));
  }

  @Test
  void ipv6PeersStandInBrackets() {
    Publisher publisher =
        new Publisher("c", null, new InetSocketAddress(InetAddress.ofLiteral("::1"), 1883));
    MessageEvent event =
        new MessageEvent(
            new Publication.Made(
                1, 2, "t", new byte[0], 0, false, publisher, PublishProperties.NONE, 5),
            "n");
    assertThat(event.column("peername")).isEqualTo(Value.of("[::1]:1883"));
    assertThat(event.column("peerhost")).isEqualTo(Value.of("::1"));
  }

  /** A message as the broker would have read it: what was sent, and what it could not know. */
  private static MessageEvent event(Value.Map input, Value.Map record) {
    String id = text(record, "id");
    boolean hasPeer = record.contains("peername") && !text(record, "peername").equals("undefined");
    String username = input.contains("username") ? text(input, "username") : null;
    Publisher publisher =
        new Publisher(
            text(input, "clientid"), username, hasPeer ? peer(text(record, "peername")) : null);
    return new MessageEvent(
        new Publication.Made(
            HexFormat.fromHexDigitsToLong(id, 0, 16),
            HexFormat.fromHexDigitsToLong(id, 16, 32),
            text(input, "topic"),
            bytes(input, "payload"),
            (int) number(input, "qos"),
            input.value("retain").equals(Value.TRUE),
            publisher,
            properties(input.value("properties")),
            number(record, "publish_received_at")),
        FixedContext.NODE);
  }

  private static PublishProperties properties(Value sent) {
    if (!(sent instanceof Value.Map all)) {
      return PublishProperties.NONE;
    }
    List<Map.Entry<String, String>> user = new ArrayList<>();
    if (all.value("user-property") instanceof Value.Array pairs) {
      for (Value pair : pairs.elements()) {
        Value.Array keyAndValue = (Value.Array) pair;
        user.add(Map.entry(keyAndValue.element(0).toString(), keyAndValue.element(1).toString()));
      }
    }
    boolean correlation = all.contains("correlation-data") || all.contains("correlation-data-hex");
    return new PublishProperties(
        all.contains("message-expiry-interval") ? number(all, "message-expiry-interval") : -1,
        all.contains("payload-format-indicator")
            ? (int) number(all, "payload-format-indicator")
            : -1,
        all.contains("topic-alias") ? (int) number(all, "topic-alias") : 0,
        optional(all, "content-type"),
        optional(all, "response-topic"),
        correlation ? bytes(all, "correlation-data") : null,
        user);
  }

  private static InetSocketAddress peer(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(hostAndPort.substring(0, colon)),
        Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private static byte[] bytes(Value.Map map, String name) {
    return map.contains(name + "_hex") || map.contains(name + "-hex")
        ? HexFormat.of()
            .parseHex(text(map, map.contains(name + "_hex") ? name + "_hex" : name + "-hex"))
        : text(map, name).getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String optional(Value.Map map, String name) {
    return map.contains(name) ? text(map, name) : null;
  }

  private static Value.Map map(Value value) {
    return (Value.Map) value;
  }

  private static String text(Value.Map map, String name) {
    return ((Value.Text) map.value(name)).string();
  }

  private static long number(Value.Map map, String name) {
    return ((Value.Int) map.value(name)).value();
  }
}
