package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user properties of republished messages: those of a map in the output, or those of the very
 * message that the rule runs on, which the output need not hold.
 *
 * @param map one placeholder; null for none
 * @param handedOn whether the message's own are meant, repeated names and all
 */
record RepublishUserProperties(@Nullable Template map, boolean handedOn) {
  private static final String OF_THE_MESSAGE = "${pub_props.'User-Property'}";
  private static final int COUNT_MAX = 1_000;

  static RepublishUserProperties compile(String text) throws TemplateException {
    if (text.isEmpty()) {
      return new RepublishUserProperties(null, false);
    }
    Template template = RepublishTemplate.field("user_properties", text.replace("'", ""));
    if (!template.isPlaceholderOnly()) {
      throw new TemplateException(
          "user_properties is '"
              + Excerpt.of(text)
              + "'; expected one placeholder whose value is a map, such as ${user_properties}");
    }
    return new RepublishUserProperties(template, text.equals(OF_THE_MESSAGE));
  }

  /** Their names and values, in order; what cannot be a user property is left out. */
  List<Map.Entry<String, String>> render(Value.Map output, @Nullable Trigger trigger) {
    if (map == null) {
      return List.of();
    }
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    if (handedOn && trigger != null && trigger.column("pub_props") instanceof Value.Map given) {
      addGiven(given, pairs);
    } else if (parsed(map.renderBytes(output)) instanceof Value.Map made) {
      made.forEach((name, value) -> add(name, value, pairs));
    }
    return pairs;
  }

  private static void addGiven(Value.Map properties, List<Map.Entry<String, String>> pairs) {
    if (properties.value("User-Property-Pairs") instanceof Value.Array given) {
      for (Value pair : given.elements()) {
        if (pair instanceof Value.Map entry && entry.value("key") instanceof Value.Text name) {
          add(name.string(), entry.value("value"), pairs);
        }
      }
    }
  }

  private static void add(String name, Value value, List<Map.Entry<String, String>> pairs) {
    String text = value instanceof Value.Text string ? string.string() : Json.writeText(value);
    if (pairs.size() < COUNT_MAX
        && RepublishProperties.fits(name)
        && RepublishProperties.fits(text)) {
      pairs.add(Map.entry(name, text));
    }
  }

  private static Value parsed(byte[] json) {
    try {
      return Json.parse(json);
    } catch (JsonException _) {
      return Value.UNDEFINED;
    }
  }
}
