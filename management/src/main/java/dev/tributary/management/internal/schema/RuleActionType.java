package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.config.Settings;
import dev.tributary.config.Types;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleRefusedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One element of a rule's {@code actions}. */
record RuleActionType() implements SettingType<RuleAction> {

  private static final Set<String> TYPES = Set.of("kinesis");
  private static final String FUNCTION = "function";
  private static final String ARGS = "args";
  private static final String CONSOLE = "console";
  private static final String REPUBLISH = "republish";

  private static final ObjectSchema REPUBLISH_FIELDS =
      ObjectSchema.describedAs("A publish.")
          .nested(ARGS, RepublishSchema.args())
          .required(FUNCTION, Types.oneOf(REPUBLISH), "What this is.")
          .build();

  @Override
  public String expected() {
    return "an action's id such as \"kinesis:my_action\", {function: republish, args: {topic: …}} or {function: console}";
  }

  @Override
  public @Nullable Setting<RuleAction> read(ConfigValue value, String path, Problems problems) {
    if (value instanceof ConfigObject call) {
      return function(call, path, problems);
    }
    return value.unwrapped() instanceof String id
        ? sink(id, value, path, problems)
        : refused(value, path, problems, "");
  }

  private @Nullable Setting<RuleAction> sink(
      String id, ConfigValue value, String path, Problems problems) {
    try {
      RuleAction action = RuleAction.reference(id);
      String type = id.substring(0, id.indexOf(':'));
      return TYPES.contains(type)
          ? new Setting<>(action, id)
          : refused(value, path, problems, "; the only type in this version is kinesis");
    } catch (RuleRefusedException _) {
      return refused(value, path, problems, "");
    }
  }

  private @Nullable Setting<RuleAction> function(
      ConfigObject call, String path, Problems problems) {
    ConfigValue function = call.get(FUNCTION);
    if (function == null
        || !(function.unwrapped() instanceof String name)
        || !Set.of(FUNCTION, ARGS).containsAll(call.keySet())) {
      return refused(call, path, problems, "");
    }
    return switch (name) {
      case REPUBLISH -> republish(REPUBLISH_FIELDS.read(call, path, problems));
      // Arguments of a function that takes none are passed over, as in the original.
      case CONSOLE -> new Setting<>(new RuleAction.Console(), Map.of(FUNCTION, CONSOLE));
      default -> {
        problems.wrong(function, path + "." + FUNCTION, "one of " + REPUBLISH + ", " + CONSOLE);
        yield null;
      }
    };
  }

  private static @Nullable Setting<RuleAction> republish(@Nullable Setting<Settings> read) {
    return read == null
        ? null
        : new Setting<>(
            new RuleAction.Republish(RepublishSchema.spec(read.value().object(ARGS))),
            read.stored());
  }

  private @Nullable Setting<RuleAction> refused(
      ConfigValue value, String path, Problems problems, String why) {
    problems.wrong(value, path, expected() + why);
    return null;
  }
}
