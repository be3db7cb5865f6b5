package dev.tributary.management.internal.pipeline;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.management.internal.schema.Names;
import dev.tributary.management.internal.schema.RuleSchema;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.management.internal.store.Masks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads definitions out of request bodies. */
final class RequestReader {

  static final String TYPE = "kinesis";

  /** Settings that GET answers with stars, which a PUT may send back. */
  private static final Set<String> SECRETS =
      Set.of(
          "aws_secret_access_key",
          "session_token",
          "proxy.password",
          "ssl.password",
          "ssl.keyfile");

  /** What GET answers beside the definition; a PUT may send it back. */
  private static final Set<String> COMPUTED =
      Set.of(
          "status",
          "status_reason",
          "node_status",
          "actions",
          "sources",
          "namespace",
          "error",
          "rules",
          "created_at",
          "last_modified_at");

  private static final Set<String> COMPUTED_OF_RULE =
      Set.of("id", "from", "action_details", "namespace", "created_at", "last_modified_at");

  private RequestReader() {}

  /** The id that a new connector or action asks for. */
  static String id(Map<String, @Nullable Object> body) throws ChangeRefused {
    String type = requiredText(body, "type", "kinesis");
    if (!type.equals(TYPE)) {
      throw invalid("type = \"" + type + "\": expected kinesis, the only type in this version");
    }
    return TYPE + ":" + name(requiredText(body, "name", Names.RESOURCE_EXPECTED));
  }

  private static String name(String name) throws ChangeRefused {
    return checkedName(name, "name", Names.RESOURCE, Names.RESOURCE_EXPECTED);
  }

  /** The id that a new rule asks for; null if it leaves the choice to us. */
  static @Nullable String ruleId(Map<String, @Nullable Object> body) throws ChangeRefused {
    Object id = body.get("id");
    if (id == null || id.equals("")) {
      return null;
    }
    return checkedName(id.toString(), "id", Names.RULE, Names.RULE_EXPECTED);
  }

  private static String checkedName(String name, String field, Pattern pattern, String expected)
      throws ChangeRefused {
    if (!pattern.matcher(name).matches()) {
      throw invalid(field + " = \"" + shortened(name) + "\": expected " + expected);
    }
    return name;
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static String requiredText(
      Map<String, @Nullable Object> body, String field, String expected) throws ChangeRefused {
    Object value = body.get(field);
    if (value == null) {
      throw invalid(field + ": is missing: expected " + expected);
    }
    if (!(value instanceof String text)) {
      throw invalid(field + " = " + shortened(value.toString()) + ": expected " + expected);
    }
    return text;
  }

  /** A new connector or action. */
  static Settings created(Kind kind, Map<String, @Nullable Object> body) throws ChangeRefused {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(body);
    fields.remove("name");
    fields.remove("type");
    return read(kind.schema(id(body)), unmasked(fields, Map.of()));
  }

  /** What replaces a connector or action. The answer of GET is accepted as it is. */
  static Settings replaced(Definition before, Map<String, @Nullable Object> body)
      throws ChangeRefused {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(body);
    sameOrAbsent(fields.remove("name"), before.name(), "name");
    sameOrAbsent(fields.remove("type"), TYPE, "type");
    fields.keySet().removeAll(COMPUTED);
    return read(schema(before), unmasked(fields, before.settings().stored()));
  }

  private static void sameOrAbsent(@Nullable Object given, String actual, String field)
      throws ChangeRefused {
    if (given != null && !given.equals(actual)) {
      throw invalid(
          field
              + " = \""
              + shortened(given.toString())
              + "\": expected "
              + actual
              + " as in the path; it cannot be changed");
    }
  }

  /** A new rule. */
  static Settings createdRule(Map<String, @Nullable Object> body) throws ChangeRefused {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(body);
    fields.remove("id");
    return read(RuleSchema.rule(), fields);
  }

  /** A rule with the fields that the request names; the others keep their values. */
  static Settings mergedRule(Definition before, Map<String, @Nullable Object> body)
      throws ChangeRefused {
    Map<String, @Nullable Object> fields = before.settings().stored();
    body.forEach((key, value) -> {
      if (!COMPUTED_OF_RULE.contains(key) && value != null) {
        fields.put(key, value);
      }
    });
    return read(RuleSchema.rule(), fields);
  }

  /** The same definition with one field changed. */
  static Settings with(Definition before, String field, Object value) throws ChangeRefused {
    Map<String, @Nullable Object> fields = before.settings().stored();
    fields.put(field, value);
    return read(schema(before), fields);
  }

  /** The fields with the stored secrets in place of the stars. */
  private static Map<String, @Nullable Object> unmasked(Map<?, ?> fields, Map<?, ?> before)
      throws ChangeRefused {
    try {
      return Masks.removed(fields, before, SECRETS);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Whether there are stars anywhere. */
  static boolean holdsMask(Map<?, ?> fields) {
    return fields.values().stream()
        .anyMatch(value ->
            Settings.MASK.equals(value) || (value instanceof Map<?, ?> map && holdsMask(map)));
  }

  /** The options of the rule engine with the fields that the request names. */
  static Settings mergedOptions(Settings before, Map<String, @Nullable Object> body)
      throws ChangeRefused {
    Map<String, @Nullable Object> fields = before.stored();
    // What stands in the file beside them, rules and limits, is not REST's to change.
    fields
        .keySet()
        .retainAll(RuleSchema.options().fields().stream().map(ObjectSchema.Field::key).toList());
    body.forEach((key, value) -> {
      if (value != null) {
        fields.put(key, value);
      }
    });
    return read(RuleSchema.options(), fields);
  }

  private static ObjectSchema schema(Definition definition) {
    return definition.kind().schema(definition.id());
  }

  private static Settings read(ObjectSchema schema, Map<String, @Nullable Object> fields)
      throws ChangeRefused {
    try {
      return SettingsReader.read(schema, SettingsReader.values(fields, "request body"), "");
    } catch (SettingsException e) {
      throw invalid(e.getMessage() == null ? "not valid" : e.getMessage());
    }
  }

  static ChangeRefused invalid(String message) {
    return ChangeRefused.of(Reason.INVALID, message);
  }
}
