package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;
import dev.tributary.rule.sql.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT 5 properties of republished messages. A message is not given up for a property: one that
 * cannot be made is left out.
 */
record RepublishProperties(RepublishUserProperties user, Map<String, Template> mqtt) {
  private static final String FORMAT = "Payload-Format-Indicator";
  private static final String EXPIRY = "Message-Expiry-Interval";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String RESPONSE_TOPIC = "Response-Topic";
  private static final String CORRELATION = "Correlation-Data";
  private static final List<String> NAMES =
      List.of(FORMAT, EXPIRY, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION);

  private static final long EXPIRY_MAX = 0xFFFF_FFFFL;
  private static final int BYTES_MAX = 65_535;

  static RepublishProperties compile(RepublishSpec spec) throws TemplateException {
    Map<String, Template> mqtt = new HashMap<>();
    for (String name : new TreeSet<>(spec.mqttProperties().keySet())) {
      String field = "mqtt_properties." + name;
      if (!NAMES.contains(name)) {
        throw new TemplateException(
            "mqtt_properties: '" + Excerpt.of(name) + "' is unknown; expected one of " + NAMES);
      }
      mqtt.put(name, RepublishTemplate.field(field, spec.mqttProperties().getOrDefault(name, "")));
    }
    return new RepublishProperties(RepublishUserProperties.compile(spec.userProperties()), mqtt);
  }

  /**
   * Makes them.
   *
   * @param trigger what made the rule run, if that is known
   */
  PublishProperties render(Value.Map output, @Nullable Trigger trigger) {
    List<Map.Entry<String, String>> pairs = user.render(output, trigger);
    if (mqtt.isEmpty() && pairs.isEmpty()) {
      return PublishProperties.NONE;
    }
    return new PublishProperties(
        number(EXPIRY, EXPIRY_MAX, output),
        (int) number(FORMAT, 1, output),
        text(CONTENT_TYPE, output),
        responseTopic(output),
        correlation(output),
        pairs);
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
  static boolean fits(String text) {
    return text.indexOf('\0') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
  }
}
