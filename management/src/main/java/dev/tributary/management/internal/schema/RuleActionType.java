package dev.tributary.management.internal.schema;

import com.typesafe.config.ConfigValue;
import dev.tributary.config.Problems;
import dev.tributary.config.Setting;
import dev.tributary.config.SettingType;
import dev.tributary.rule.engine.RuleAction;
import dev.tributary.rule.engine.RuleRefusedException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One element of a rule's {@code actions}. */
record RuleActionType() implements SettingType<RuleAction> {

  private static final Set<String> TYPES = Set.of("kinesis");

  @Override
  public String expected() {
    return "an action's id such as \"kinesis:my_action\" or {function: console}";
  }

  @Override
  public @Nullable Setting<RuleAction> read(ConfigValue value, String path, Problems problems) {
    return switch (value.unwrapped()) {
      case String id -> sink(id, value, path, problems);
      case Map<?, ?> call -> function(call, value, path, problems);
      case null, default -> refused(value, path, problems, "");
    };
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
      Map<?, ?> call, ConfigValue value, String path, Problems problems) {
    if (!(call.get("function") instanceof String name)
        || !Set.of("function", "args").containsAll(call.keySet())) {
      return refused(value, path, problems, "");
    }
    try {
      return new Setting<>(RuleAction.function(name), Map.of("function", name));
    } catch (RuleRefusedException e) {
      return refused(value, path, problems, "; " + e.getMessage());
    }
  }

  private @Nullable Setting<RuleAction> refused(
      ConfigValue value, String path, Problems problems, String why) {
    problems.wrong(value, path, expected() + why);
    return null;
  }
}
