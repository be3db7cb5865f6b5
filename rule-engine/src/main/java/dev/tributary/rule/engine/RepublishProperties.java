package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5 properties of republished messages. A message is not given up for a property: one that
 * cannot be made is left out.
 *
 * @param user null for none
 */
record RepublishProperties(@Nullable Template user, Map<String, Template> mqtt) {
  private static final String FORMAT = "Payload-Format-Indicator";
  private static final String EXPIRY = "Message-Expiry-Interval";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String RESPONSE_TOPIC = "Response-Topic";
  private static final String CORRELATION = "Correlation-Data";
  private static final List<String> NAMES =
      List.of(FORMAT, EXPIRY, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION);

  private static final long EXPIRY_MAX = 0xFFFF_FFFFL;
  private static final int BYTES_MAX = 65_535;
  private static final int USER_PROPERTIES_MAX = 1_000;

  static RepublishProperties compile(FallbackAction.Republish spec) throws TemplateException {
    Map<String, Template> mqtt = new HashMap<>();
    for (String name : new TreeSet<>(spec.mqttProperties().keySet())) {
      String field = "mqtt_properties." + name;
      if (!NAMES.contains(name)) {
        throw new TemplateException(
            "mqtt_properties: '" + Excerpt.of(name) + "' is unknown; expected one of " + NAMES);
      }
      mqtt.put(name, RepublishTemplate.field(field, spec.mqttProperties().getOrDefault(name, "")));
    }
    return new RepublishProperties(user(spec.userProperties()), mqtt);
  }

  private static @Nullable Template user(String text) throws TemplateException {
    if (text.isEmpty()) {
      return null;
    }
    // The original's documentation writes ${pub_props.'User-Property'}.
    Template template = RepublishTemplate.field("user_properties", text.replace("'", ""));
    if (!template.isPlaceholderOnly()) {
      throw new TemplateException(
          "user_properties is '"
              + Excerpt.of(text)
              + "'; expected one placeholder whose value is a map, such as ${user_properties}");
    }
    return template;
  }

  PublishProperties render(Value.Map output) {
    List<Map.Entry<String, String>> user = user(output);
    if (mqtt.isEmpty() && user.isEmpty()) {
      return PublishProperties.NONE;
    }
    return new PublishProperties(
        number(EXPIRY, EXPIRY_MAX, output),
        (int) number(FORMAT, 1, output),
        text(CONTENT_TYPE, output),
        responseTopic(output),
        correlation(output),
        user);
  }

  private List<Map.Entry<String, String>> user(Value.Map output) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    if (user != null && parsed(user.renderBytes(output)) instanceof Value.Map map) {
      map.forEach((name, value) -> {
        String text = value instanceof Value.Text string ? string.string() : Json.writeText(value);
        if (pairs.size() < USER_PROPERTIES_MAX && fits(name) && fits(text)) {
          pairs.add(Map.entry(name, text));
        }
      });
    }
    return pairs;
  }

  private static Value parsed(byte[] json) {
    try {
      return Json.parse(json);
    } catch (JsonException _) {
      return Value.UNDEFINED;
    }
  }

  private long number(String name, long max, Value.Map output) {
    String text = text(name, output);
    try {
      long number = text == null ? -1 : Long.parseLong(text);
      return number <= max ? Math.max(-1, number) : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private @Nullable String responseTopic(Value.Map output) {
    String topic = text(RESPONSE_TOPIC, output);
    boolean wrong =
        topic == null
            || topic.isEmpty()
            || topic.indexOf('+') >= 0
            || topic.indexOf('#') >= 0; // [MQTT-3.3.2-14]
    return wrong ? null : topic;
  }

  private byte @Nullable [] correlation(Value.Map output) {
    Template template = mqtt.get(CORRELATION);
    if (template == null || template.anyUndefined(output)) {
      return null;
    }
    byte[] bytes = template.renderBytes(output);
    return bytes.length > BYTES_MAX ? null : bytes;
  }

  private @Nullable String text(String name, Value.Map output) {
    Template template = mqtt.get(name);
    if (template == null || template.anyUndefined(output)) {
      return null;
    }
    String text = template.renderText(output);
    return fits(text) ? text : null;
  }

  /** [MQTT-1.5.4-2]; and no longer than a text in MQTT can be. */
  private static boolean fits(String text) {
    return text.indexOf('\0') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
  }
}
