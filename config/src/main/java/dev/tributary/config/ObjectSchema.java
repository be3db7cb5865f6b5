package dev.tributary.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object with known fields. Keys that are not known are mistakes, and the nearest known key is
 * named. Immutable.
 */
public final class ObjectSchema implements SettingType<Settings> {

  private final String description;
  private final List<Field> fields;

  private ObjectSchema(String description, List<Field> fields) {
    this.description = description;
    this.fields = List.copyOf(fields);
  }

  public static Builder describedAs(String description) {
    return new Builder(description);
  }

  /** A sentence for the reference. */
  public String description() {
    return description;
  }

  public List<Field> fields() {
    return fields;
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public @Nullable Setting<Settings> read(ConfigValue value, String path, Problems problems) {
    if (!(value instanceof ConfigObject object)) {
      problems.wrong(value, path, expected());
      return null;
    }
    int before = problems.list().size();
    refuseUnknown(object, path, problems);
    Map<String, Setting<?>> read = new LinkedHashMap<>();
    for (Field field : fields) {
      Setting<?> setting = readField(field, object, path, problems);
      if (setting != null) {
        read.put(field.key(), setting);
      }
    }
    if (problems.list().size() > before) {
      return null;
    }
    var settings = new Settings(Problems.where(object.origin()), read);
    return new Setting<>(settings, settings.stored());
  }

  private static @Nullable Setting<?> readField(
      Field field, ConfigObject object, String path, Problems problems) {
    String fieldPath = join(path, field.key());
    ConfigValue value = object.get(field.key());
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      if (field.required()) {
        problems.add(object.origin(), fieldPath, "is missing: expected " + field.type().expected());
      }
      Object defaultValue = field.defaultValue();
      return defaultValue == null
          ? null
          : field.type().read(ConfigValueFactory.fromAnyRef(defaultValue), fieldPath, problems);
    }
    return field.type().read(value, fieldPath, problems);
  }

  private void refuseUnknown(ConfigObject object, String path, Problems problems) {
    List<String> known = fields.stream().map(Field::key).toList();
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (!known.contains(entry.getKey())) {
        Optional<String> nearest = Nearest.among(known, entry.getKey());
        problems.add(
            entry.getValue().origin(),
            join(path, entry.getKey()),
            "is not a known key; "
                + nearest
                    .map(name -> "did you mean " + name + "?")
                    .orElse("expected one of " + String.join(", ", known)));
      }
    }
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * One field.
   *
   * @param defaultValue as a person would write it; null if there is none
   * @param doc a sentence for the reference: meaning, unit, source
   */
  public record Field(
      String key,
      SettingType<?> type,
      boolean required,
      @Nullable Object defaultValue,
      String doc) {}

  /** Fields in the order in which people read them. */
  public static final class Builder {
    private final String description;
    private final List<Field> fields = new ArrayList<>();

    private Builder(String description) {
      this.description = description;
    }

    public Builder required(String key, SettingType<?> type, String doc) {
      fields.add(new Field(key, type, true, null, doc));
      return this;
    }

    /** May be left out and has no default. */
    public Builder optional(String key, SettingType<?> type, String doc) {
      fields.add(new Field(key, type, false, null, doc));
      return this;
    }

    public Builder withDefault(String key, SettingType<?> type, Object defaultValue, String doc) {
      fields.add(new Field(key, type, false, defaultValue, doc));
      return this;
    }

    /** A nested object that is there with all its defaults when it is left out. */
    public Builder nested(String key, ObjectSchema schema) {
      fields.add(new Field(key, schema, false, Map.of(), schema.description()));
      return this;
    }

    /** Every field of another schema. */
    public Builder including(ObjectSchema other) {
      fields.addAll(other.fields());
      return this;
    }

    public ObjectSchema build() {
      return new ObjectSchema(description, fields);
    }
  }
}
