package dev.tributary.management;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.management.internal.schema.ByName;
import dev.tributary.management.internal.schema.Elements;
import dev.tributary.management.internal.schema.Preset;
import dev.tributary.management.internal.schema.RuleSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders {@code docs/configuration.md} from the schema, so that it cannot go stale. */
public final class ConfigurationReference {

  private static final String HEAD =
      """
      # Configuration

      Every key of `tributary.conf` (HOCON). This page is written by `ConfigurationReference` from the schema; do not edit it.

      Durations are written `100ms`, `15s`, `5m`, `1h`, `1d`; sizes `64KB`, `256MB`; a secret in clear or as `file:///path` of a
      file that holds it. Any key can be set by an environment variable: `TRIBUTARY_`, the levels in capitals, `__` between them
      (`TRIBUTARY_NODE__DATA_DIR` sets `node.data_dir`). A wrong key, type or value stops the start with exit code 2. Connectors, actions
      and rules can also be changed by REST; such changes lie over the file and are kept in `<data_dir>/configs/overrides.json`.
      """;

  private ConfigurationReference() {}

  /**
   * Writes the page.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(
        Path.of(arguments[0]), render(ConfigurationSchema.root()), StandardCharsets.UTF_8);
  }

  /** The page as Markdown. */
  public static String render(ObjectSchema root) {
    var page = new StringBuilder(HEAD);
    for (ObjectSchema.Field field : root.fields()) {
      String list = field.type() instanceof Elements ? "[<number>]" : "";
      section(field.key() + list, field.type(), field.doc(), page);
    }
    section(
        "args",
        RuleSchema.republishArgs(),
        "Of a republish: in a rule's `actions` `{function: republish, args: {…}}`, in an action's `fallback_actions`"
            + " `{kind: republish, args: {…}}`.",
        page);
    return page.toString();
  }

  private static void section(
      String path, SettingType<?> type, String description, StringBuilder page) {
    ObjectSchema schema = schemaOf(type);
    if (schema == null) {
      return;
    }
    List<ObjectSchema.Field> values = new ArrayList<>();
    List<ObjectSchema.Field> objects = new ArrayList<>();
    for (ObjectSchema.Field field : schema.fields()) {
      (schemaOf(field.type()) == null ? values : objects).add(field);
    }
    page.append("\n## `").append(path).append("`\n\n").append(description).append('\n');
    if (!values.isEmpty()) {
      page.append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
      values.forEach(field -> page.append(row(field)));
    }
    for (ObjectSchema.Field field : objects) {
      boolean byName = field.type() instanceof ByName;
      String below = path + "." + field.key() + (byName ? ".<name>" : "");
      ObjectSchema member = schemaOf(field.type());
      String doc = byName && member != null ? member.description() : field.doc();
      section(below, field.type(), doc, page);
    }
  }

  private static @Nullable ObjectSchema schemaOf(SettingType<?> type) {
    return switch (type) {
      case ObjectSchema schema -> schema;
      case ByName members -> members.member();
      case Elements elements -> elements.element();
      case Preset preset -> preset.schema();
      default -> null;
    };
  }

  private static String row(ObjectSchema.Field field) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            field.key(),
            cell(field.type().expected()),
            field.required() ? "**required**" : defaultText(field.defaultValue()),
            cell(field.doc()));
  }

  private static String defaultText(@Nullable Object value) {
    return switch (value) {
      case null -> "–";
      case Collection<?> list when list.isEmpty() -> "`[]`";
      case Map<?, ?> map when map.isEmpty() -> "`{}`";
      case String text when text.isEmpty() -> "`\"\"`";
      case Object other -> "`" + other + "`";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
