package dev.tributary.rule.sql.internal.jq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JqProgramTest {
  private static final String INPUT =
      """
      {"dev": "kiln-2", "temps": [18.5, 21, 19.25], "loc": {"x": 1, "y": -2}, "n": null,
       "big": 12345678901234567890, "f": 1.0, "cn": "陶器", "s": "a,b,c"}
      """;
  private static final long TIMEOUT_MILLIS = 60_000;

  private static Value run(String program) throws Exception {
    return JqProgram.compile(program)
        .run(Json.parse(INPUT.getBytes(UTF_8)), 1_700_000_000_123L, TIMEOUT_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Numbers: those of the input keep their form, computed ones are doubles.
        ".f, .f + 0 ~ [1.0, 1]",
        ".big, .big + 1, -.big ~ [12345678901234567890, 12345678901234567000, -12345678901234567000]",
        "3.0, 1e3, 100000000000000000000 ~ [3.0, 1000.0, 100000000000000000000]",
        ".temps | map(. * 2), (add / length) ~ [[37, 42, 38.5], 19.583333333333332]",
        "1e17 + 0, 123456789012345678 + 0 ~ [1e17, 123456789012345680]",
        "9223372036854775807 + 1 ~ [9223372036854776000]",
        "[.f, 1e-5 + 0, 1.5] | tojson ~ [`[1.0,1e-05,1.5]`]",
        "nan, infinite, -infinite ~ [null, 1.7976931348623157e308, -1.7976931348623157e308]",
        // Integers are compared to the last digit.
        "9007199254740993 == 9007199254740992, 9007199254740993 > 9007199254740992 ~ [false, true]",
        "[10000000000000000000001, 10000000000000000000000, 1e22] | sort, unique, (max | tojson) ~ [[10000000000000000000000, 1e22, 10000000000000000000001], [10000000000000000000000, 10000000000000000000001], `10000000000000000000001`]",
        "2 == 2.0, 9007199254740992 == 9007199254740992.0, [1e400] == [infinite] ~ [true, true, true]",
        "5 % 3, -5 % 3, 5.9 % -3 ~ [2, -2, 2]",
        "3.7 | floor, ceil, round, trunc ~ [3, 4, 4, 3]",
        // What jq 1.7 can say.
        "[.temps[] | if . > 20 then `hi` end] ~ [[18.5, `hi`, 19.25]]",
        "[.temps[] | if . > 20 then `a` elif . > 19 then `b` end] ~ [[18.5, `a`, `b`]]",
        "[2 | recurse(if . < 9 then . * . else empty end)] ~ [[2, 4, 16]]",
        ".temps.[0], .loc.[`x`] ~ [18.5, 1]",
        "{if: 1, end: 2} | .if + .end ~ [3]",
        "pick(.loc.x), (1 | abs), ($__loc__ | .line) ~ [{`loc`: {`x`: 1}}, 1, 1]",
        // Errors.
        "try error(`boom`) catch . ~ [`boom`]",
        "try error(null) catch . ~ [null]",
        "try error({a: 1}) catch .a ~ [1]",
        "try (.dev + 1) catch . ~ [`string (\\`kiln-2\\`) and number (1) cannot be added`]",
        "[.temps[] | try (if . > 20 then error(`x`) else . end) catch 0] ~ [[18.5, 0, 19.25]]",
        "(try (1, 2) catch 9) | if . == 2 then `two` else . end ~ [1, `two`]",
        ".n // `d`, (empty // 1), ((1, error) // 2) ~ [`d`, 1, 1]",
        // Assignment.
        ".loc | .x |= . + 1 ~ [{`x`: 2, `y`: -2}]",
        ".loc | .x += 1 | .z = 3 ~ [{`x`: 2, `y`: -2, `z`: 3}]",
        ".temps | (.[] | select(. > 20)) |= empty ~ [[18.5, 19.25]]",
        ".temps | .[1:] = [9], .[5] = 0, del(.[0, 2]) ~ [[18.5, 9], [18.5, 21, 19.25, null, null, 0], [21]]",
        ".n //= 5 | .n ~ [5]",
        // Loops.
        "1 | until(. > 5000; . + 1) ~ [5001]",
        "[1 | while(. < 9; . * 2)], [1 | limit(3; repeat(. * 2))] ~ [[1, 2, 4, 8], [1, 2, 4]]",
        "[limit(1; 1, error)], [limit(0; 1)], first(range(10; 0; -3)) ~ [[1], [], 10]",
        "reduce range(5) as $i ([]; . + [$i * 2]) ~ [[0, 2, 4, 6, 8]]",
        "[foreach .temps[] as $t (0; . + $t; [$t, .])] | length ~ [3]",
        // Strings, regular expressions.
        ".cn | length, utf8bytelength, .[1:] ~ [2, 6, `器`]",
        ".dev | capture(`(?<a_b>[a-z]+)-(?<n>\\\\d)`) ~ [{`a_b`: `kiln`, `n`: `2`}]",
        "[.s | match(`[a-c]`; `g`).offset], [.s | scan(`(.),`)] ~ [[0, 2, 4], [[`a`], [`b`]]]",
        ".dev | gsub(`(?<c>[aeiou])`; `<\\(.c)>`) ~ [`k<i>ln-2`]",
        "[`a😀b😀` | match(`(?<=a).|b`; `g`) | .offset, .length], (`abc` | [gsub(`(?<c>.)`; .c, `-`)] | length) ~ [[1, 1, 2, 1], 8]",
        "`10.0.0.1` | test(`^([0-9]{1,3}[.]){3}[0-9]{1,3}$`) ~ [true]",
        ".dev | @base64, @base32, @uri, @sh ~ [`a2lsbi0y`, `NNUWY3RNGI======`, `kiln-2`, `'kiln-2'`]",
        "[1, null, `a`, true] | join(`,`), @csv ~ [`1,,a,true`, `1,,\\`a\\`,true`]",
        "`\\(.f) \\(.temps)` ~ [`1.0 [18.5,21,19.25]`]",
        // Order.
        "[null, true, false, 0, `a`, [1], {a: 1}] | sort | map(type) | join(`,`) ~ [`null,boolean,boolean,number,string,array,object`]",
        "[3, 1, 1.0] | unique, min, max ~ [[1, 3], 1, 3]",
        "[2, 1, 2] | min, max, min_by(-.), group_by(.) ~ [1, 2, 2, [[1], [2, 2]]]",
        "[1, 3, 5] | bsearch(3), bsearch(4), bsearch(0) ~ [1, -3, -1]",
        // Changes.
        "{a: [1, {b: 2}]} | (.a[0], .a[1].b) |= . + 1, del(.a[0], .a[1].b), (.a[1:] = [9]) ~ [{`a`: [2, {`b`: 3}]}, {`a`: [{}]}, {`a`: [1, 9]}]",
        "[1, 2, 3] | del(.[-1, -2]), del(.[0], .[1:]), del(.[]), (.[5] |= 1) ~ [[1], [], [], [1, 2, 3, null, null, 1]]",
        "{a: {b: 1}} | (.a, .a.b, .a) |= ., (.a.c = 1 | .a as $x | .a.b = 2 | [., $x]) ~ [{`a`: {`b`: 1}}, [{`a`: {`b`: 2, `c`: 1}}, {`b`: 1, `c`: 1}]]",
        "[[1], [2]] | [.[0][0] = 5, .][1] , (.[0:1][0][0] = 7) ~ [[[1], [2]], [[7], [2]]]",
        "{a: 1} | [to_entries, with_entries(.value += 1)], ([{name: 1, v: 2}, {k: null}] | from_entries) ~ [[[{`key`: `a`, `value`: 1}], {`a`: 2}], {`1`: 2, `null`: null}]",
        "[[1, 2], [3]] | transpose, add, ([{a: 1}, {b: 2}] | add, INDEX(.a)) ~ [[[1, 3], [2, null]], [1, 2, 3], {`a`: 1, `b`: 2}, {`1`: {`a`: 1}, `null`: {`b`: 2}}]",
        "[range(5)] | [_nwise(2)], any(. > 3), all(. > 3), (`a😀b` | [_nwise(2)], (explode | implode), reverse) ~ [[[0, 1], [2, 3], [4]], true, false, [`a😀`, `b`], `a😀b`, `b😀a`]",
        // Streams, paths.
        "fromstream(.loc | tostream) ~ [{`x`: 1, `y`: -2}]",
        "[.loc | paths], [.loc | leaf_paths | join(`.`)] ~ [[[`x`], [`y`]], [`x`, `y`]]",
        // Dates.
        "1700000000 | todate, (todate | fromdate) ~ [`2023-11-14T22:13:20Z`, 1700000000]",
        "`14 Nov 2023 10 PM` | strptime(`%d %b %Y %I %p`) | mktime ~ [1699999200]",
        "now ~ [1700000000.123]",
        // It ends where it halts.
        "1, halt, 2 ~ [1]",
      })
  void answersAsJqDoes(String programAndResults) throws Exception {
    String[] parts = programAndResults.replace('`', '"').split(" ~ ", 2);
    assertThat(run(parts[0])).isEqualTo(Json.parse(parts[1].getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f: f; f",
        "def f: f, f; f",
        "def f: try f catch .; f",
        "def f(n): if n > 0 then f(n - 1), f(n - 1) else . end; f(40)",
        "[range(1e9)]",
        "last(range(1e12))",
        "[repeat(1)]",
        "until(false; .)",
        "[limit(1e9; repeat(1))]",
        "[range(1000000)] | combinations(3)",
        "[(1, 2) + (1, 2) + (1, 2) + (1, 2) | range(1e5)]",
        "{a: range(1000), b: range(1000), c: range(1000)}",
        "\"x\" * 1e9",
        "\"x\" * 1e6 | . * 1e6",
        "reduce range(100) as $i (\"x\"; . + .)",
        "reduce range(100) as $i (\"x\"; \"\\(.)\\(.)\")",
        "reduce range(100) as $i ([0]; . + .)",
        "reduce range(100) as $i ([0]; [.[], .[]])",
        "reduce range(100) as $i (0; [., .])",
        "reduce range(100) as $i (0; [., .]) | . == 1",
        "reduce range(400) as $i (0; [.])",
        "[] | .[1e9] = 1",
        "null | setpath([1e8]; 1)",
        "(\"x\" * 200) | test(\"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)z\")",
        "\"a\" * 100000 | test(\"(a|b)*c\")",
        "\"x\" | test(\"((){1000}){1000}\")",
        "\"x\" * 100000 | test(\"(((){100}){100})y\")",
        "\"x\" | test(\"a\" * 5000)",
        "(\"a\" * 500000) as $a | $a | indices((\"a\" * 250000) + \"b\")",
        "[range(200000)] | map(0) as $a | $a | .[$a[:100000] + [1]]",
        "[range(3000)] as $a | $a | contains($a)",
      })
  void whatWouldNotEndIsEndedWithinItsLimits(String program) {
    assertThatThrownBy(() -> run(program)).isInstanceOf(EvaluationException.class);
  }

  @Test
  void theClockEndsWhatStepsDoNot() {
    assertThatThrownBy(() -> JqProgram.compile("[range(1e9)]").run(Value.NULL, 0, 1))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("longer than 1 ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-", "1+", ".a", "def f: "})
  void aProgramNestedTooDeeplyIsRefused(String opening) {
    String program = opening.repeat(16 * 1024 / opening.length());
    assertThatThrownBy(() -> run(program)).isInstanceOf(EvaluationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        ". as [$a] ?// $a | $a ~ alternatives of patterns, ?//, are not supported",
        ".a[ ~ it ends too early",
        ".a then 1 ~ unexpected then in line 1",
      })
  void aMistakeIsNamed(String program, String mistake) {
    assertThatThrownBy(() -> run(program))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining(mistake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "$ENV", "inputs | .", "get_search_list[]"})
  void theSurroundingsAreEmpty(String program) throws Exception {
    assertThat(run(program).toString()).isIn("[{}]", "[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nosuchfn",
        "input",
        ".[",
        "1/0",
        "error(\"x\")",
        "$nope",
        "break $x",
        "import \"a\" as a; 1",
        "import \"/etc/passwd\" as $d; $d",
        "include \"a\"; 1",
      })
  void errorsAreErrorsOfTheRule(String program) {
    assertThatThrownBy(() -> run(program))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("jq: ");
  }
}
