package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Value.Map OUTPUT =
      Value.Map.builder()
          .put("a", Value.of("x"))
          .put("n", Value.NULL)
          .put("raw", Value.of(new byte[] {(byte) 0xFF, 0}))
          .build();

  private static String render(String template) throws TemplateException {
    return Template.compile(template).renderText(OUTPUT);
  }

  /** All agree; where the original crashes (floats from 1e250 on) we render. */
  @Test
  void recordedCasesRenderAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    int cases = 0;
    int better = 0;
    for (Value.Map recorded : Vectors.read("templates.jsonl")) {
      cases++;
      if (recorded.value("rendered") instanceof Value.Null) {
        better++;
      } else if (!rendersAlike(recorded)) {
        differences.add(recorded.value("id") + " " + recorded.value("template"));
      }
    }
    System.out.printf(
        "%nrecorded templates: %d of %d agree; %d more are rendered where the original fails%n",
        cases - better - differences.size(), cases - better, better);
    assertThat(differences).isEmpty();
  }

  private static boolean rendersAlike(Value.Map recorded) throws Exception {
    Value.Map.Builder output = ((Value.Map) recorded.value("output_fields")).toBuilder();
    for (Value name : ((Value.Array) recorded.value("undefined_fields")).elements()) {
      output.put(name.toString(), Value.UNDEFINED);
    }
    Template template = Template.compile(recorded.value("template").toString());
    Value.Map built = output.build();
    assertThat(new String(template.renderBytes(built), UTF_8))
        .isEqualTo(template.renderText(built));
    Value.Text wanted = (Value.Text) recorded.value("rendered");
    return template.text().equals("${.}")
        ? Json.parse(template.renderBytes(built)).equals(Json.parse(wanted.bytes()))
        : template.renderText(built).equals(wanted.string());
  }

  @Test
  void valuesAreWrittenAsText() throws Exception {
    Value.Map output =
        (Value.Map)
            Json.parse(
                """
                {"f": 1e5, "third": 0.33333333333333333, "tiny": -1.5e-12, "min": -9223372036854775808,
                 "big": -123456789012345678901234567890, "hi": [104, 105], "bell": [7], "esc": [27, 9],
                 "mixed": [104, "i"], "lists": [[104], []], "ctl": "a\\u0000\\u001f\\n",
                 "json": "{\\"x\\": [1, {\\"y\\": 2.0}]}", "scalar": "5", "pair": "\\ud83d\\ude00",
                 "half": "\\ud83d!", "": {"": "empty"}, "a.b": 1, "nul": null}
                """
                    .getBytes(UTF_8));
    List<List<String>> cases =
        List.of(
            List.of("${f}", "100000.0"),
            List.of("${third}", "0.3333333333"),
            List.of("${tiny}", "-0.0"),
            List.of("${min}", "-9223372036854775808"),
            List.of("${big}", "-123456789012345678901234567890"),
            List.of("${hi}", "hi"),
            List.of("${bell}", "[7]"),
            List.of("${esc}", "\u001b\t"),
            List.of("${mixed}", "[104,\"i\"]"),
            List.of("${lists}", "[[104],[]]"),
            List.of("${ctl}", "a\0\u001f\n"),
            List.of("${json}", "{\"x\": [1, {\"y\": 2.0}]}"),
            List.of("${json.x}", "[1,{\"y\":2.0}]"),
            List.of("${json.x.y}", "undefined"),
            List.of("${scalar.x}", "undefined"),
            List.of("${pair}", "\ud83d\ude00"),
            List.of("${half}", "\uFFFD!"),
            List.of("${nul}", "null"),
            List.of("${nul.x}", "undefined"),
            List.of("${a.b}", "undefined"),
            List.of("${f.}", "undefined"));
    for (List<String> expected : cases) {
      for (String around : List.of("", "<")) {
        String rendered =
            new String(Template.compile(around + expected.getFirst()).renderBytes(output), UTF_8);
        assertThat(rendered).as(expected.getFirst()).isEqualTo(around + expected.getLast());
      }
    }
  }

  @Test
  void dotsAtTheStartStandForTheWholeOutput() throws Exception {
    assertThat(render("${.a}${..a}")).isEqualTo("xx");
    assertThat(render("${..}")).isEqualTo(render("${.}"));
    assertThat(render("{\"d\":${.}}"))
        .isEqualTo("{\"d\":{\"a\":\"x\",\"n\":null,\"raw\":\"\uFFFD\\u0000\"}}");
  }

  @Test
  void longResultsGrow() throws Exception {
    Template template = Template.compile("${a}".repeat(3000) + "|" + "é".repeat(3000));
    for (int i = 0; i < 3; i++) {
      assertThat(template.renderText(OUTPUT)).isEqualTo("x".repeat(3000) + "|" + "é".repeat(3000));
    }
  }

  @Test
  void aSinglePlaceholderHandsOnTheVeryBytes() throws Exception {
    Template template = Template.compile("${raw}");
    assertThat(template.renderBytes(OUTPUT)).isSameAs(((Value.Text) OUTPUT.value("raw")).bytes());
    assertThat(template.isPlaceholderOnly()).isTrue();
    assertThat(Template.compile("x${raw}").renderBytes(OUTPUT)).containsExactly('x', 0xFF, 0);
    assertThat(Template.compile("x${raw}").isPlaceholderOnly()).isFalse();
  }

  @Test
  void whatIsNoPlaceholderIsText() throws Exception {
    assertThat(render("${}")).isEqualTo("${}");
    assertThat(render("${")).isEqualTo("${");
    assertThat(render("${a")).isEqualTo("${a");
    assertThat(render("$a")).isEqualTo("$a");
    assertThat(render("$${a}${}")).isEqualTo("$x${}");
    assertThat(render("")).isEmpty();
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    assertThat(Template.compile("${a}-${b}").anyUndefined(OUTPUT)).isTrue();
    assertThat(Template.compile("${a}-${n}").anyUndefined(OUTPUT)).isFalse();
    assertThat(Template.compile("${.}").anyUndefined(OUTPUT)).isFalse();
    assertThat(render("${b} ${n}")).isEqualTo("undefined null");
  }

  @Test
  void isBounded() {
    assertThatThrownBy(() -> Template.compile("${" + "a.".repeat(100) + "a}"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("at most 64");
    assertThatThrownBy(() -> Template.compile("x".repeat(70_000)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("at most 65536");
  }
}
