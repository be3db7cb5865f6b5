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

  @Test
  void recordedCasesRenderAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    for (Value.Map recorded : Vectors.read("templates.jsonl")) {
      Value.Map.Builder output = ((Value.Map) recorded.value("output_fields")).toBuilder();
      for (Value name : ((Value.Array) recorded.value("undefined_fields")).elements()) {
        output.put(name.toString(), Value.UNDEFINED);
      }
      String template = recorded.value("template").toString();
      String rendered = Template.compile(template).renderText(output.build());
      boolean alike =
          template.equals("${.}")
              ? Json.parse(rendered.getBytes(UTF_8))
                  .equals(Json.parse(((Value.Text) recorded.value("rendered")).bytes()))
              // The original crashes on floats from 1e250 on.
              : recorded.value("rendered") instanceof Value.Null
                  || rendered.equals(recorded.value("rendered").toString());
      if (!alike) {
        differences.add(
            template + " gives " + rendered + ", expected " + recorded.value("rendered"));
      }
    }
    assertThat(differences).isEmpty();
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
