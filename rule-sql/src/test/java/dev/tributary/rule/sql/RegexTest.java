package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  private static Value evaluate(String expression) throws Exception {
    return Rules.evaluate(expression, "{\"s\": \"line\\n\", \"cr\": \"a\\rb\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'ab12'; '^[[:alpha:]]+[[:digit:]]{2}$'",
        "'x-y'; '^[^[:space:]]+$'",
        "'a b'; '[^[:^space:]]'",
        "'x[y'; 'x[[]y'",
        "'a]b'; 'a[]]b'",
        "'a&&b'; '^[a&b]+$'",
        "'a^b'; 'a[\\^^]b'",
        "'{\"a\":1}'; '^{\"a\":[0-9]}$'",
        "'a{,2}'; 'a{,2}$'",
        "'aaa'; '^a{3}$'",
        "'aa'; '(?P<first_one>a)(?P=first_one)'",
        "'aa'; '(?<x>a)\\k{x}'",
        "'aa'; '(a)\\g{1}'",
        "'abc'; 'a(?#a comment)bc'",
        "'a.c'; 'a\\Q.\\Ec'",
        "'ab'; 'a\\N'",
        "'foobar'; 'foo(?=bar)'",
        "'foobar'; '(?<=foo)bar'",
        "'Ä'; '(*UTF)(?i)ä'",
        "'ä'; '(*UCP)^\\w$'",
        "payload.s; '^line$'",
        "payload.cr; '^a.b$'",
        "'你好'; '^.{2}$'",
      })
  void matchesAsPcreDoes(String text, String pattern) throws Exception {
    assertThat(evaluate("regex_match(" + text + ", " + pattern + ")")).isEqualTo(Value.TRUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'\\2-\\1'; y-x",
        "'<&>'; <x=y>",
        "'\\&'; &",
        "'\\\\'; \\",
        "'\\n'; n",
        "'$1'; $1",
        "'\\g{2}\\g1'; yx",
        "'\\9'; ``"
      })
  void fillsReplacements(String replacement, String expected) throws Exception {
    assertThat(evaluate("regex_replace('x=y', '(x)=(y)', " + replacement + ")").toString())
        .isEqualTo(expected);
  }

  @Test
  void givesTheGroupsOfTheFirstMatch() throws Exception {
    assertThat(evaluate("regex_extract('a1b2', '([a-z])([0-9])')").toString())
        .isEqualTo("[\"a\",\"1\"]");
    assertThat(evaluate("regex_extract('ab', '(x)?(b)')").toString()).isEqualTo("[\"\",\"b\"]");
    assertThat(evaluate("regex_extract('ab', '(b)(x)?')").toString()).isEqualTo("[\"b\"]");
    assertThat(evaluate("regex_extract('ab', 'x(y)')").toString()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "^(a+)+$",
        "(a|aa)+$",
        "(.*a){25}x",
        "(a*)*(a*)*(a*)*b",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a?){30}a{60}x",
        "(){65535}x",
        "((a?){100}){100}x",
        "(?=(a+))\\1\\1\\1\\1x"
      })
  void neverRunsForLong(String pattern) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (int length : new int[] {0, 40, 60_000}) {
      String payload = "{\"t\": \"" + "a".repeat(length) + "!?\"}";
      try {
        outcomes.add(
            Json.writeText(Rules.evaluate("regex_match(payload.t, '" + pattern + "')", payload)));
      } catch (EvaluationException e) {
        outcomes.add(String.valueOf(e.getMessage()));
      }
    }
    assertThat(outcomes)
        .allMatch(
            outcome -> outcome.equals("false") || outcome.startsWith("regex_match: the pattern "));
  }

  @Test
  void endsALongMatchWithAnError() {
    String payload = "{\"t\": \"" + "a".repeat(60_000) + "!\"}";
    assertThatThrownBy(() -> Rules.evaluate("regex_match(payload.t, '(a+)+$')", payload))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("regex_match: the pattern ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "(unclosed",
        "a{65536}",
        "((){1000}){1001}",
        "[[:nope:]]",
        "a**",
        "(?#never closed",
        "\\"
      })
  void refusesWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> evaluate("regex_match('a', '" + pattern + "')"))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("regex_match: pattern is no regular expression");
  }
}
