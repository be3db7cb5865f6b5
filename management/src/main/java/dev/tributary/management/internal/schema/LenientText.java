package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import org.jspecify.annotations.Nullable;

/**
 * Text that may come as a number or boolean, as the original accepts it in REST; kept as text.
 *
 * @param charactersMax longest text
 */
record LenientText(int charactersMax) implements SettingType<String> {

  @Override
  public String expected() {
    return "text of at most %d characters".formatted(charactersMax);
  }

  @Override
  public @Nullable Setting<String> read(ConfigValue value, String path, Problems problems) {
    String text =
        switch (value.unwrapped()) {
          case String given -> given;
          case Number number -> number.toString();
          case Boolean flag -> flag.toString();
          case null, default -> null;
        };
    if (text == null || text.length() > charactersMax) {
      problems.wrong(value, path, expected());
      return null;
    }
    return new Setting<>(text, text);
  }
}
