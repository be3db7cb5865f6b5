package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import org.jspecify.annotations.Nullable;

/** A count from 1, or {@code infinity}, which the program reads as {@link Integer#MAX_VALUE}. */
public record CountOrInfinity() implements SettingType<Long> {

  private static final SettingType<Long> COUNT = Types.integer(1, Integer.MAX_VALUE);

  @Override
  public String expected() {
    return "infinity or " + COUNT.expected();
  }

  @Override
  public @Nullable Setting<Long> read(ConfigValue value, String path, Problems problems) {
    if ("infinity".equals(value.unwrapped())) {
      return new Setting<>((long) Integer.MAX_VALUE, "infinity");
    }
    var mistakes = new Problems();
    Setting<Long> setting = COUNT.read(value, path, mistakes);
    if (setting == null) {
      problems.wrong(value, path, expected());
    }
    return setting;
  }
}
