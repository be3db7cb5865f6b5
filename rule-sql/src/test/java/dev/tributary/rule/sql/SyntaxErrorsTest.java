package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

/**
 * What a person reads when the SQL is wrong: the place, the offending text, what would be right.
 */
class SyntaxErrorsTest {
  private static RuleSyntaxException error(String sql) {
    RuleSyntaxException error =
        catchThrowableOfType(RuleSyntaxException.class, () -> RuleSql.compile(sql));
    assertThat(error).as(sql).isNotNull();
    return error;
  }

  private static void at(String sql, int line, int column, String offending) {
    RuleSyntaxException error = error(sql);
    assertThat(error.line()).as(sql).isEqualTo(line);
    assertThat(error.column()).as(sql).isEqualTo(column);
    assertThat(error.offending()).as(sql).isEqualTo(offending);
    assertThat(error).hasMessageStartingWith("line " + line + ", column " + column + ": ");
  }

  @Test
  void namesLineColumnAndText() {
    at("SELECT payload.temp,, payload.hum FROM \"t\"", 1, 21, ",");
    at("SELECT *\nFROM \"t\"\n  WHRE a = 1", 3, 3, "WHRE");
    at("SELECT a FROM \"t\" WHERE a => 1", 1, 27, "=>");
    at("SELECT a FROM \"t\";", 1, 18, ";");
    at("UPDATE x", 1, 1, "UPDATE");
    at("SELECT a FROM \"t\" WHERE (a = 1", 1, 31, "");
    at("", 1, 1, "");
    at("FOREACH a, * FROM \"t\"", 1, 12, "*");
  }

  @Test
  void namesTheNearestFunction() {
    RuleSyntaxException error = error("SELECT a,\n uper(b) FROM \"t\"");
    assertThat(error.line()).isEqualTo(2);
    assertThat(error.column()).isEqualTo(2);
    assertThat(error.offending()).isEqualTo("uper");
    assertThat(error.expected()).isEqualTo("upper");
    assertThat(error("SELECT SQRT(4) FROM \"t\"").expected()).isEqualTo("sqrt");
    assertThat(error("SELECT no_such_function() FROM \"t\""))
        .hasMessageContaining("unknown function no_such_function");
    assertThat(error).hasMessageContaining("unknown function uper (did you mean upper?)");
    assertThat(error("SELECT upper() FROM \"t\""))
        .hasMessageContaining("upper stands without arguments");
  }

  @Test
  void refusesWrongNumbersOfArguments() {
    RuleSyntaxException error = error("SELECT substr('x') FROM \"t\"");
    assertThat(error.expected()).isEqualTo("substr(text, start) or substr(text, start, length)");
    assertThat(error).hasMessageContaining("substr does not take 1 argument");
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> RuleSql.compile("SELECT " + "x".repeat(70_000) + " FROM \"t\""))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessageContaining("at most 65536");
    for (String nest : new String[] {"(", "[", "upper("}) {
      assertThat(error("SELECT " + nest.repeat(5_000) + "1"))
          .hasMessageContaining("nested too deeply");
    }
    assertThat(error("SELECT " + "(x.end + ".repeat(5_000) + "1"))
        .hasMessageContaining("nested too deeply");
    assertThat(error("SELECT " + "CASE WHEN ".repeat(5_000) + "1"))
        .hasMessageContaining("nested too deeply");
  }
}
