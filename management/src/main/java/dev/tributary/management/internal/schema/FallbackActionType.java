package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one element of {@code fallback_actions}; {@code kind} says which fields there are. */
record FallbackActionType() implements SettingType<FallbackSetting> {

  private static final String REFERENCE = "reference";
  private static final String REPUBLISH = "republish";

  private static final ObjectSchema REFERENCE_FIELDS =
      ObjectSchema.describedAs("Another action.")
          .required("kind", Types.oneOf(REFERENCE), "What this is.")
          .required("type", Types.oneOf("kinesis"), "Its type.")
          .required("name", Types.text(Names.RESOURCE, Names.RESOURCE_EXPECTED), "Its name.")
          .build();

  private static final ObjectSchema REPUBLISH_FIELDS =
      ObjectSchema.describedAs("A publish.")
          .required("kind", Types.oneOf(REPUBLISH), "What this is.")
          .required("args", RepublishSchema.args(), "What is published.")
          .build();

  @Override
  public String expected() {
    return "{kind: reference, type: kinesis, name: …} or {kind: republish, args: {topic: …}}";
  }

  @Override
  public @Nullable Setting<FallbackSetting> read(
      ConfigValue value, String path, Problems problems) {
    if (value instanceof ConfigObject && value.unwrapped() instanceof Map<?, ?> fields) {
      if (REFERENCE.equals(fields.get("kind"))) {
        return reference(REFERENCE_FIELDS.read(value, path, problems));
      }
      if (REPUBLISH.equals(fields.get("kind"))) {
        return republish(REPUBLISH_FIELDS.read(value, path, problems));
      }
    }
    problems.wrong(value, path, expected());
    return null;
  }

  private static @Nullable Setting<FallbackSetting> reference(@Nullable Setting<Settings> read) {
    if (read == null) {
      return null;
    }
    Settings fields = read.value();
    String id = fields.text("type") + ":" + fields.text("name");
    return new Setting<>(new FallbackSetting.Reference(id), read.stored());
  }

  private static @Nullable Setting<FallbackSetting> republish(@Nullable Setting<Settings> read) {
    return read == null
        ? null
        : new Setting<>(
            new FallbackSetting.Republish(RepublishSchema.spec(read.value().object("args"))),
            read.stored());
  }
}
