package dev.tributary.rule.engine;

import dev.tributary.rule.sql.RuleSyntaxException;
import dev.tributary.rule.sql.TopicFilters;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be wrong with the sources in FROM, told with the place where they stand. */
final class SourceProblem {
  private static final Pattern FROM = Pattern.compile("\\bfrom\\b", Pattern.CASE_INSENSITIVE);

  private SourceProblem() {}

  static void checkFilter(String sql, String source, int levelsMax) throws RuleSyntaxException {
    if (!TopicFilters.isValidFilter(source)) {
      throw refused(
          sql,
          source,
          "'" + Excerpt.of(source) + "' is no topic filter",
          "levels separated by '/', with '+' alone for one level or '#' alone at the end");
    }
    long levels = source.chars().filter(c -> c == '/').count() + 1;
    if (levels > levelsMax) {
      throw refused(
          sql,
          source,
          "topic filter '" + Excerpt.of(source) + "' has " + levels + " levels",
          "at most " + levelsMax);
    }
  }

  static RuleSyntaxException tooMany(String sql, List<String> sources, int max) {
    return refused(
        sql,
        sources.getLast(),
        "FROM holds " + sources.size() + " topic filters and events",
        "at most " + max);
  }

  static RuleSyntaxException unknownEvent(String sql, String source) {
    return refused(
        sql,
        source,
        "there is no event '" + Excerpt.of(source) + "'",
        "an event such as '" + NearestEvent.to(source) + "', or a topic filter");
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
