package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code args} of a republish: names and defaults are the original's. */
final class RepublishSchema {

  private static final Pattern PROPERTY = Pattern.compile("[A-Za-z-]{1,64}");
  private static final String PROPERTY_EXPECTED = "a name such as Content-Type";

  private RepublishSchema() {}

  static ObjectSchema args() {
    return ObjectSchema.describedAs("What is published.")
        .required("topic", TemplateType.notEmpty(), "Template of the topic.")
        .withDefault(
            "qos",
            new ValueOrTemplate("0, 1, 2", List.of("0", "1", "2")),
            "${qos}",
            "0, 1 or 2, or a template that gives one of them.")
        .withDefault(
            "retain",
            new ValueOrTemplate("true, false", List.of("true", "false")),
            "${retain}",
            "true or false, or a template that gives one of them.")
        .withDefault("payload", TemplateType.any(), "${payload}", "Template of the payload.")
        .withDefault(
            "user_properties",
            TemplateType.any(),
            "${user_properties}",
            "Template of a JSON object: the user properties.")
        .withDefault(
            "mqtt_properties",
            Types.mapOf(PROPERTY, PROPERTY_EXPECTED, new LenientText(65_536)),
            Map.of(),
            "Templates by the names of MQTT 5 properties.")
        .withDefault(
            "direct_dispatch",
            new OnlyFalse(),
            false,
            "Has to be false in this version: what is published goes the way of every message.")
        .build();
  }

  /** Only one value is possible so far. */
  private record OnlyFalse() implements SettingType<Boolean> {
    @Override
    public String expected() {
      return "false (true is not part of this version)";
    }

    @Override
    public @Nullable Setting<Boolean> read(ConfigValue value, String path, Problems problems) {
      if (Boolean.FALSE.equals(value.unwrapped()) || "false".equals(value.unwrapped())) {
        return new Setting<>(false, false);
      }
      problems.wrong(value, path, expected());
      return null;
    }
  }

  /**
   * One of a few values, also as a number or boolean, or a template that gives one of them.
   *
   * @param names for messages
   */
  private record ValueOrTemplate(String names, List<String> values) implements SettingType<String> {
    @Override
    public String expected() {
      return "one of " + names + ", or a template";
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
