package dev.tributary.rule.engine;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All sources of rules, with a sample value for each column: read once from {@code events.json},
 * which stands beside this class.
 *
 * <p>Samples that start with {@code $} are made when they are asked for: this moment, this node, a
 * new message id.
 */
public final class EventCatalog {
  private static final Map<EventType, Entry> ENTRIES = read();

  private EventCatalog() {}

  private record Entry(EventDescription description, Value.Map samples) {}

  /** Every source, in the order in which people look for them. */
  public static List<EventDescription> all() {
    return ENTRIES.values().stream().map(Entry::description).toList();
  }

  /**
   * The {@code event_type} that people mean by a name: itself, the value of the column {@code
   * event}, or a name that FROM takes, with or without its {@code $events/}.
   */
  public static Optional<String> typeOf(String name) {
    return Arrays.stream(EventType.values())
        .filter(type -> names(type).anyMatch(name::equals))
        .findFirst()
        .map(EventType::typeName);
  }

  private static Stream<String> names(EventType type) {
    return Stream.concat(
        Stream.of(type.typeName(), type.eventName()),
        type.topics().stream()
            .flatMap(topic -> Stream.of(topic, topic.substring(topic.indexOf('/') + 1))));
  }

  /**
   * The {@code event_type} of an event that a source in FROM means; of several the one that people
   * look for first. Empty if it means messages.
   */
  public static Optional<String> typeNamedBy(String source) {
    return Arrays.stream(EventType.values())
        .filter(type -> type.isNamedBy(source))
        .findFirst()
        .map(EventType::typeName);
  }

  /** Every {@code event_type}. */
  public static List<String> types() {
    return Arrays.stream(EventType.values()).map(EventType::typeName).toList();
  }

  /** A value for every column of the event but {@code metadata}. */
  static Value.Map samples(EventType type, EvaluationContext context) {
    Value.Map.Builder made = Value.Map.builder();
    entry(type).samples().forEach((name, sample) -> made.put(name, made(sample, type, context)));
    return made.build();
  }

  private static Entry entry(EventType type) {
    return Objects.requireNonNull(ENTRIES.get(type));
  }

  private static Value made(Value sample, EventType type, EvaluationContext context) {
    if (!(sample instanceof Value.Text text)) {
      return sample;
    }
    return switch (text.string()) {
      case "$event" -> Value.of(type.eventName());
      case "$now" -> Value.of(context.nowMillis());
      case "$node" -> Value.of(context.nodeName());
      case "$id" -> messageId(context);
      case "$undefined" -> Value.UNDEFINED;
      default -> sample;
    };
  }

  private static Value messageId(EvaluationContext context) {
    HexFormat hex = HexFormat.of().withUpperCase();
    return Value.of(
        hex.toHexDigits(context.nowMillis() * 1000) + hex.toHexDigits(context.random().nextLong()));
  }

  private static Map<EventType, Entry> read() {
    Map<EventType, Entry> entries = new EnumMap<>(EventType.class);
    try (InputStream in = EventCatalog.class.getResourceAsStream("events.json")) {
      byte[] json = Objects.requireNonNull(in, "events.json").readAllBytes();
      for (Value each : ((Value.Array) Json.parse(json)).elements()) {
        Value.Map event = (Value.Map) each;
        EventType type = EventType.valueOf(event.value("type").toString());
        Value.Map samples = (Value.Map) event.value("columns");
        entries.put(type, new Entry(description(type, event, samples), samples));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException("events.json is no JSON", e);
    }
    return Collections.unmodifiableMap(entries);
  }

  private static EventDescription description(EventType type, Value.Map event, Value.Map samples) {
    List<EventDescription.TestColumn> tests = new ArrayList<>();
    ((Value.Map) event.value("test_columns"))
        .forEach((name, pair) -> {
          Value.Array sampleAndText = (Value.Array) pair;
          tests.add(
              new EventDescription.TestColumn(
                  name, sampleAndText.element(0), sampleAndText.element(1).toString()));
        });
    return new EventDescription(
        type.topic(),
        event.value("title").toString(),
        event.value("description").toString(),
        type == EventType.MESSAGE_PUBLISH || !EventSource.of(Collections.singleton(type)).isEmpty(),
        samples.keys(),
        List.copyOf(tests),
        event.value("sql_example").toString());
  }
}
