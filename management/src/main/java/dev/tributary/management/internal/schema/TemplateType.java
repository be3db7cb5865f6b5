package dev.tributary.management.internal.schema;

import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import dev.tributary.rule.sql.Template;
import dev.tributary.rule.sql.TemplateException;

/** Templates, checked when they are read. */
final class TemplateType {

  private TemplateType() {}

  static SettingType<String> any() {
    return Types.text("a template of at most 65536 characters", TemplateType::compile);
  }

  static SettingType<String> notEmpty() {
    return Types.text(
        "a template of 1 to 65536 characters",
        template -> {
          if (template.isEmpty()) {
            throw new IllegalArgumentException("empty");
          }
          compile(template);
        });
  }

  private static void compile(String template) {
    try {
      Template.compile(template);
    } catch (TemplateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
