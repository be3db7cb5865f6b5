package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.config.Types;
import dev.tributary.server.internal.cli.CommandFailure;
import java.time.Duration;
import java.util.Map;

/**
 * Values of options, written and bounded as those of the configuration file. Each throws {@link
 * CommandFailure} that names the option, the value and what would be right.
 */
final class OptionValue {

  private OptionValue() {}

  static Duration duration(String option, String text, Duration min, Duration max) {
    return read(option, Types.duration(min, max), text).duration(option);
  }

  static long bytes(String option, String text, long min, long max) {
    return read(option, Types.bytes(min, max), text).bytes(option);
  }

  static int integer(String option, String text, int min, int max) {
    return read(option, Types.integer(min, max), text).integer(option);
  }

  static boolean onOrOff(String option, String text) {
    return read(option, Types.oneOf("on", "off"), text).text(option).equals("on");
  }

  private static Settings read(String option, SettingType<?> type, String text) {
    ObjectSchema schema = ObjectSchema.describedAs(option).required(option, type, option).build();
    try {
      return SettingsReader.read(schema, SettingsReader.values(Map.of(option, text), option), "");
    } catch (SettingsException e) {
      throw new CommandFailure(
          "%s %s is not valid: %s".formatted(option, text, e.problems().getFirst().expected()), 2);
    }
  }
}
