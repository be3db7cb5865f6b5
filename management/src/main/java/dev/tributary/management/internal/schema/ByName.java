package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.Types;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one schema by name, which the reference can look into.
 *
 * @param map reads them
 * @param member the schema of each
 */
public record ByName(SettingType<Map<String, Settings>> map, ObjectSchema member)
    implements SettingType<Map<String, Settings>> {

  static ByName of(Pattern names, String namesExpected, ObjectSchema member) {
    return new ByName(Types.mapOf(names, namesExpected, member), member);
  }

  /** For names of connectors, actions and listeners. */
  public static ByName resources(ObjectSchema member) {
    return of(Names.RESOURCE, Names.RESOURCE_EXPECTED, member);
  }

  @Override
  public String expected() {
    return map.expected();
  }

  @Override
  public @Nullable Setting<Map<String, Settings>> read(
      ConfigValue value, String path, Problems problems) {
    return map.read(value, path, problems);
  }
}
