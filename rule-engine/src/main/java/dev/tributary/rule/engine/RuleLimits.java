package dev.tributary.rule.engine;

import dev.tributary.rule.sql.SqlLimits;

/**
 * What the rules of one server may cost.
 *
 * @param rulesMax rules, enabled or not
 * @param actionsPerRuleMax actions of one rule
 * @param filtersPerRuleMax topic filters in FROM of one rule
 * @param filterLevelsMax levels of one topic filter; also the depth to which the topic index is
 *     walked
 * @param sql limits of the SQL of one rule
 */
public record RuleLimits(
    int rulesMax,
    int actionsPerRuleMax,
    int filtersPerRuleMax,
    int filterLevelsMax,
    SqlLimits sql) {

  public RuleLimits {
    requirePositive("rulesMax", rulesMax);
    requirePositive("actionsPerRuleMax", actionsPerRuleMax);
    requirePositive("filtersPerRuleMax", filtersPerRuleMax);
    requirePositive("filterLevelsMax", filterLevelsMax);
  }

  /** Generous for people, safe for the machine. Filters have as many levels as topics may. */
  public static RuleLimits defaults() {
    return new RuleLimits(10_000, 64, 64, 128, SqlLimits.defaults());
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }
}
