package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import org.jspecify.annotations.Nullable;

/**
 * A value, or a word that stands for one that no value can say.
 *
 * @param word such as {@code infinity}
 * @param meaning what the program reads
 */
record OrWord<T>(SettingType<T> type, String word, T meaning) implements SettingType<T> {

  /** A count from 1, or {@code infinity}, which the program reads as the greatest. */
  static OrWord<Long> countOrInfinity(int max) {
    return new OrWord<>(Types.integer(1, max), "infinity", (long) max);
  }

  @Override
  public String expected() {
    return word + " or " + type.expected();
  }

  @Override
  public @Nullable Setting<T> read(ConfigValue value, String path, Problems problems) {
    if (word.equals(value.unwrapped())) {
      return new Setting<>(meaning, word);
    }
    var mistakes = new Problems();
    Setting<T> setting = type.read(value, path, mistakes);
    if (setting == null) {
      problems.wrong(value, path, expected());
    }
    return setting;
  }
}
