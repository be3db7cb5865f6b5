package dev.tributary.rule.engine;

import dev.tributary.rule.sql.CompiledRule;
import dev.tributary.rule.sql.RuleSql;
import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TopicFilters;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL that compiles and whose sources this version can serve.
 *
 * @param filters the distinct topic filters of FROM
 */
record CheckedSql(CompiledRule rule, List<String> filters) {
  private static final String EVENTS = "$events/";
  private static final Pattern FROM = Pattern.compile("\\bfrom\\b", Pattern.CASE_INSENSITIVE);

  static CheckedSql compile(String sql, RuleLimits limits) throws RuleSyntaxException {
    CompiledRule rule = RuleSql.compile(sql, limits.sql());
    List<String> filters = rule.sources().stream().distinct().toList();
    for (String filter : filters) {
      checkSource(sql, filter, limits);
    }
    if (filters.size() > limits.filtersPerRuleMax()) {
      throw refused(
          sql,
          filters.getLast(),
          "FROM holds " + filters.size() + " topic filters",
          "at most " + limits.filtersPerRuleMax());
    }
    return new CheckedSql(rule, filters);
  }

  boolean matches(String topic) {
    for (String filter : filters) {
      if (TopicFilters.matches(filter, topic)) {
        return true;
      }
    }
    return false;
  }

  private static void checkSource(String sql, String filter, RuleLimits limits)
      throws RuleSyntaxException {
    if (filter.startsWith(EVENTS)) {
      throw refused(
          sql,
          filter,
          "event source '" + Excerpt.of(filter) + "' is not part of this version",
          "a topic filter, such as 't/#': messages that clients publish are the only source");
    }
    if (!TopicFilters.isValidFilter(filter)) {
      throw refused(
          sql,
          filter,
          "'" + Excerpt.of(filter) + "' is no topic filter",
          "levels separated by '/', with '+' alone for one level or '#' alone at the end");
    }
    long levels = filter.chars().filter(c -> c == '/').count() + 1;
    if (levels > limits.filterLevelsMax()) {
      throw refused(
          sql,
          filter,
          "topic filter '" + Excerpt.of(filter) + "' has " + levels + " levels",
          "at most " + limits.filterLevelsMax());
    }
  }

  private static RuleSyntaxException refused(
      String sql, String source, String problem, String expected) {
    int at = Math.max(0, position(sql, source));
    int line = 1 + (int) sql.chars().limit(at).filter(c -> c == '\n').count();
    int column = at - sql.lastIndexOf('\n', at - 1);
    return new RuleSyntaxException(line, column, problem, source, expected);
  }

  /**
   * Where the source stands in the text. The compiled rule does not tell; the first place after a
   * FROM is right unless a column before it is a text that holds both.
   */
  private static int position(String sql, String source) {
    Matcher word = FROM.matcher(sql);
    int from = word.find() ? word.start() : 0;
    int doubleQuoted = sql.indexOf('"' + source + '"', from);
    return doubleQuoted >= 0 ? doubleQuoted : sql.indexOf("'" + source + "'", from);
  }
}
