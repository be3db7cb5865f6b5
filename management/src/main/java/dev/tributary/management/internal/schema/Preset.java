package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object, or a word that is short for one; the reference can look into it.
 *
 * @param schema of the object
 * @param words what each stands for: fields that are not the schema's defaults
 */
public record Preset(ObjectSchema schema, Map<String, Map<String, Object>> words)
    implements SettingType<Settings> {

  @Override
  public String expected() {
    return String.join(" or ", words.keySet().stream().sorted().toList())
        + " or an object such as { "
        + schema.fields().getFirst().key()
        + " = … }";
  }

  @Override
  public @Nullable Setting<Settings> read(ConfigValue value, String path, Problems problems) {
    if (!(value.unwrapped() instanceof String word)) {
      return schema.read(value, path, problems);
    }
    Map<String, Object> meaning = words.get(word);
    if (meaning == null) {
      problems.wrong(value, path, expected());
      return null;
    }
    return schema.read(
        ConfigValueFactory.fromMap(meaning, value.origin().description()), path, problems);
  }
}
