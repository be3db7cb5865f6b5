package dev.tributary.rule.engine;

import java.util.regex.Pattern;

/** What a rule must be besides its SQL and its templates. */
final class DefinitionCheck {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");
  private static final int NAME_CHARS_MAX = 1024;
  private static final int DESCRIPTION_CHARS_MAX = 16 * 1024;

  private DefinitionCheck() {}

  static void check(RuleDefinition rule, RuleLimits limits) {
    if (!ID.matcher(rule.id()).matches()) {
      throw new RuleRefusedException(
          "id",
          "is '" + Excerpt.of(rule.id()) + "'",
          "1 to 255 letters, digits, '_', '-', '.' and ':'");
    }
    if (rule.actions().size() > limits.actionsPerRuleMax()) {
      throw new RuleRefusedException(
          "actions",
          "of rule " + rule.id() + " are " + rule.actions().size(),
          "at most " + limits.actionsPerRuleMax());
    }
    checkLength("name", rule.name(), NAME_CHARS_MAX);
    checkLength("description", rule.description(), DESCRIPTION_CHARS_MAX);
  }

  private static void checkLength(String field, String text, int charsMax) {
    if (text.length() > charsMax) {
      throw new RuleRefusedException(
          field, "has " + text.length() + " characters", "at most " + charsMax);
    }
  }
}
