package dev.tributary.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The normative statements of one version of MQTT, in the order of its specification. */
enum Statements {
  MQTT_5("MQTT 5.0", "mqtt5.txt"),
  MQTT_3("MQTT 3.1.1", "mqtt3.txt");

  private final String title;
  private final String file;

  /**
   * One statement.
   *
   * @param reason why no test names it; empty if one must
   */
  record Statement(String number, String demand, String reason) {}

  Statements(String title, String file) {
    this.title = title;
    this.file = file;
  }

  String title() {
    return title;
  }

  List<String> namedBy(Method test) {
    return switch (this) {
      case MQTT_5 -> names(test.getAnnotation(Mqtt5.class));
      case MQTT_3 -> names(test.getAnnotation(Mqtt3.class));
    };
  }

  List<Statement> all() {
    try (InputStream in = Statements.class.getResourceAsStream("/conformance/" + file)) {
      String text = new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(this::statement).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Statement statement(String line) {
    String[] parts = line.split("\\|", -1);
    if (parts.length != 3) {
      throw new IllegalStateException(file + ": not a statement: " + line);
    }
    return new Statement(parts[0].strip(), parts[1].strip(), parts[2].strip());
  }

  private static List<String> names(Mqtt5 annotation) {
    return annotation == null ? List.of() : Arrays.asList(annotation.value());
  }

  private static List<String> names(Mqtt3 annotation) {
    return annotation == null ? List.of() : Arrays.asList(annotation.value());
  }
}
