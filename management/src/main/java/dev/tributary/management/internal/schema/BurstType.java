package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import org.jspecify.annotations.Nullable;

/**
 * The reserve of a rate: an amount, which may be written as the original does, over a time.
 *
 * @param ofBytes whether units of size may be used
 */
record BurstType(boolean ofBytes) implements SettingType<Long> {

  private static final long AMOUNT_MAX = 1L << 40;

  @Override
  public String expected() {
    return ofBytes ? "a size such as 10MB or 100MB/60m" : "a count such as 1000 or 10000/60m";
  }

  @Override
  public @Nullable Setting<Long> read(ConfigValue value, String path, Problems problems) {
    var mistakes = new Problems();
    Object stored = value.unwrapped();
    ConfigValue amount = value;
    if (stored instanceof String text && text.indexOf('/') > 0) {
      SettingType<?> rate = ofBytes ? Types.bytesRate() : Types.rate();
      if (rate.read(value, path, mistakes) != null) {
        amount =
            com.typesafe.config.ConfigValueFactory.fromAnyRef(
                text.substring(0, text.indexOf('/')).strip());
      }
    }
    SettingType<Long> type = ofBytes ? Types.bytes(0, AMOUNT_MAX) : Types.integer(0, AMOUNT_MAX);
    Setting<Long> read = type.read(amount, path, mistakes);
    if (read == null) {
      problems.wrong(value, path, expected());
      return null;
    }
    return new Setting<>(read.value(), stored);
  }
}
