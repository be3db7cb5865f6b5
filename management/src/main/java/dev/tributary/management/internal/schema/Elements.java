package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of objects of one schema, which the reference can look into.
 *
 * @param list reads them
 * @param element the schema of each
 */
public record Elements(SettingType<List<Settings>> list, ObjectSchema element)
    implements SettingType<List<Settings>> {

  public static Elements of(ObjectSchema element, int max) {
    return new Elements(Types.listOf(element, max), element);
  }

  @Override
  public String expected() {
    return list.expected();
  }

  @Override
  public @Nullable Setting<List<Settings>> read(ConfigValue value, String path, Problems problems) {
    return list.read(value, path, problems);
  }
}
