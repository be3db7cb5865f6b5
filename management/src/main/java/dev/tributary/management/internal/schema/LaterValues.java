package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of a few names, of which some are valid in the original or in a later version but refused
 * here, with the reason.
 *
 * @param known what is accepted
 * @param refused name to the reason why not
 */
record LaterValues(List<String> known, Map<String, String> refused) implements SettingType<String> {

  @Override
  public String expected() {
    return known.size() == 1 ? known.getFirst() : "one of " + String.join(", ", known);
  }

  @Override
  public @Nullable Setting<String> read(ConfigValue value, String path, Problems problems) {
    Object given = value.unwrapped();
    if (given instanceof String text && known.contains(text)) {
      return new Setting<>(text, text);
    }
    String reason = given instanceof String text ? refused.get(text) : null;
    problems.wrong(value, path, reason == null ? expected() : expected() + "; " + reason);
    return null;
  }
}
