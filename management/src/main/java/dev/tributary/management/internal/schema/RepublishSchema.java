package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.Types;
import dev.tributary.rule.engine.RepublishSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code args} of a republish: names and defaults are the original's. */
final class RepublishSchema {

  private static final List<String> PROPERTIES =
      List.of(
          "Payload-Format-Indicator",
          "Message-Expiry-Interval",
          "Content-Type",
          "Response-Topic",
          "Correlation-Data");
  private static final List<String> TRUE_OR_FALSE = List.of("true", "false");

  private RepublishSchema() {}

  static ObjectSchema args() {
    return ObjectSchema.describedAs("What is published.")
        .required("topic", TemplateType.notEmpty(), "Template of the topic.")
        .withDefault(
            "qos",
            new ValueOrTemplate(List.of("0", "1", "2")),
            "${qos}",
            "0, 1 or 2, or a template that gives one of them.")
        .withDefault(
            "retain",
            new ValueOrTemplate(TRUE_OR_FALSE),
            "${retain}",
            "true or false, or a template that gives one of them.")
        .withDefault(
            "payload",
            TemplateType.any(),
            "${payload}",
            "Template of the payload; empty for the whole output as JSON.")
        .withDefault(
            "user_properties",
            TemplateType.any(),
            "${user_properties}",
            "One placeholder whose value is an object: the user properties. `${pub_props.'User-Property'}` hands"
                + " on those of the message.")
        .withDefault(
            "mqtt_properties",
            Types.mapOf(
                Pattern.compile(String.join("|", PROPERTIES)),
                "one of " + String.join(", ", PROPERTIES),
                new LenientText(Types.TEXT_CHARACTERS_MAX)),
            Map.of(),
            "Templates by the names of MQTT 5 properties.")
        .withDefault(
            "direct_dispatch",
            new ValueOrTemplate(TRUE_OR_FALSE),
            false,
            "Whether what is published goes to subscribers without passing the rules: true, false or a template.")
        .build();
  }

  /** Arguments that {@link #args} has read, in the rule engine's words. */
  static RepublishSpec spec(Settings args) {
    Map<String, String> properties = new LinkedHashMap<>();
    Map<?, ?> given = args.value("mqtt_properties", Map.class);
    given.forEach((name, template) -> properties.put((String) name, (String) template));
    return new RepublishSpec(
        args.text("topic"),
        args.text("qos"),
        args.text("retain"),
        args.text("payload"),
        properties,
        args.text("user_properties"),
        args.text("direct_dispatch"));
  }

  /** One of a few values, also as a number or boolean, or a template that gives one of them. */
  private record ValueOrTemplate(List<String> values) implements SettingType<String> {
    @Override
    public String expected() {
      return "one of " + String.join(", ", values) + ", or a template";
    }

    @Override
    public @Nullable Setting<String> read(ConfigValue value, String path, Problems problems) {
      Object given = value.unwrapped();
      String text = String.valueOf(given);
      if (values.contains(text)) {
        return new Setting<>(text, given);
      }
      if (given instanceof String template && template.contains("${")) {
        return TemplateType.any().read(value, path, problems);
      }
      problems.wrong(value, path, expected());
      return null;
    }
  }
}
