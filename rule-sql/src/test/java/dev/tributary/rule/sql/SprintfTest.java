package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directives of Erlang's io_lib:format, and how it prints terms. */
class SprintfTest {
  private static final String PAYLOAD =
      """
      {"bytes": [10, 20, 30], "codes": [104, 105], "map": {"b": 1, "a": [true, null]}, "n": null, "q": "a\\"b\\\\c\\n",
       "zh": "你好", "nul": "a\\u0000b", "empty": {}, "mixed": ["x", 1, 2.5, [], {}]}
      """;

  private static String sprintf(String arguments) throws Exception {
    return Rules.evaluate("sprintf(" + arguments + ")", PAYLOAD).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "'~s|~5s|~-5s|~.2s|~5.2s|~..*~', 'abc', 'abc', 'abc', 'abc', 'abc', 46;abc|  abc|abc  |ab|   ab|~",
        "'~10..-s|~-10..-s', 'abc', 'abc';-------abc|abc-------",
        "'~s ~s ~s', true, payload.n, payload.nope;true null undefined",
        "'~s', ['a', ['b', 'c']];abc",
        "'~s|~3s|~ts|~5ts|', payload.zh, payload.zh, payload.zh, payload.zh;你好|你|你好|   你好|",
        "'~b ~B ~.16b ~.16B ~.2b', 10, 10, 255, 255, -5;10 10 ff FF -101",
        "'~5..0B|~-5B|~2B|~*B', 42, 42, 12345, 4, 7;00042|42   |**|   7",
        "'~.16x ~.16X ~x', 255, '0x', -255, '0x', 1, 'n';0xff -0xFF n1",
        "'~# ~.16# ~.16+ ~+', 31, 255, 255, -1;10#31 16#FF 16#ff -10#1",
        "'~f ~.1f ~8.2f|~-8.2f| ~.3f', 3.14159, 0.25, 2.5, 2.5, -0.0004;3.141590 0.3     2.50|2.50    | -0.000",
        "'~e ~.3e ~.2e ~e', 12345.678, 12345.678, -0.00012, 0.0;1.23457e+4 1.23e+4 -1.2e-4 0.00000e+0",
        "'~g ~g ~.3g ~g ~g', 3.14159, 0.5, 1234.5, 123456.0, 0.00001;3.14159 0.500000 1.23e+3 1.23456e+5 1.00000e-5",
        "'~c~3c~tc', 65, 42, 20320;A***你",
        "'~~ ~3~ ~i~s', 'ignored', 'shown';~ ~~~ shown",
        "'~p ~p ~p', 'x', 1.5, true;<<\"x\">> 1.5 true",
        "'~p', payload.q;<<\"a\\\"b\\\\c\\n\">>",
        "'~p ~p', payload.nul, '';<<97,0,98>> <<>>",
        "'~p ~lp ~w', payload.codes, payload.codes, payload.codes;\"hi\" [104,105] [104,105]",
        "'~p', payload.map;#{<<\"a\">> => [true,null],<<\"b\">> => 1}",
        "'~w', payload.map;#{<<97>> => [true,null],<<98>> => 1}",
        "'~p', payload.mixed;[<<\"x\">>,1,2.5,[],#{}]",
        "'~p ~tp', payload.zh, payload.zh;<<\"你好\">> <<\"你好\"/utf8>>",
        "'~W ~W ~W', [1,2,3,4], 3, 'abcd', 3, payload.map, 2;[1,2|...] <<97,98,...>> #{<<...>> => [...],...}",
        "'~w', [100000.0, 100.0, 1.0e22, 0.001, 0.00001, 123456.789, -0.5];"
            + "[1.0e5,100.0,1.0e22,0.001,1.0e-5,123456.789,-0.5]",
      })
  void fillsDirectives(String arguments, String expected) throws Exception {
    assertThat(sprintf(arguments)).isEqualTo(expected);
  }

  @Test
  void breaksLongTermsIntoLines() throws Exception {
    assertThat(sprintf("'~p', [1000..1020]"))
        .isEqualTo(
            """
            [1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,1011,1012,1013,1014,
             1015,1016,1017,1018,1019,1020]\
            """);
    assertThat(sprintf("'rows: ~p', [1000..1020]"))
        .as("the column of the directive counts")
        .isEqualTo(
            """
            rows: [1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,1011,1012,1013,
                   1014,1015,1016,1017,1018,1019,1020]\
            """);
    assertThat(sprintf("'~0p', [1000..1020]")).doesNotContain("\n");
    assertThat(sprintf("'~20p', ['one', 'two', [1, 2, 3]]"))
        .isEqualTo(
            """
            [<<"one">>,
             <<"two">>,
             [1,2,3]]\
            """);
  }

  @Test
  void breaksMapsAfterTheArrow() throws Exception {
    assertThat(
            sprintf(
                "'~p', mput('k', [1000..1015], mput('a key of some length that makes it longer', 1, map_new()))"))
        .isEqualTo(
            """
            #{<<"a key of some length that makes it longer">> => 1,
              <<"k">> =>
                  [1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,1011,1012,1013,
                   1014,1015]}\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'~s', 1",
        "'~s', 1.5",
        "'~s', payload.map",
        "'~B', '42'",
        "'~B', 1.0",
        "'~f', 3",
        "'~.0f', 1.0",
        "'~.1e', 1.0",
        "'~.1b', 3",
        "'~.37b', 3",
        "'~c', 'a'",
        "'~s'",
        "'~s', 'a', 'b'",
        "'~z', 1",
        "'~', 1",
        "'~5'",
        "'~*s', 'x', 'y'",
        "'~-5p', 1",
        "'~3.5s', 'abc'",
        "'~10..*s', 'pad'",
        "42",
        "'~999999999s', 'a'",
        "'~.999999999f', 1.5",
        "'~9999999999s', 'a'",
        "'~-s', 'a'"
      })
  void refuses(String arguments) {
    assertThatThrownBy(() -> sprintf(arguments)).isInstanceOf(EvaluationException.class);
  }

  @Test
  void namesTheDirectiveInErrors() {
    assertThatThrownBy(() -> sprintf("'~s', 1"))
        .hasMessage("sprintf: ~s takes a string (~p takes any value), but is given an integer");
    assertThatThrownBy(() -> sprintf("'~s ~s', 'a'")).hasMessageContaining("no argument for ~s");
  }
}
