package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the reference says a function gives is what it gives. */
class FunctionExamplesTest {
  private static final String PAYLOAD = "{\"a\":{\"b\":1}}";

  @TestFactory
  Stream<DynamicTest> everyExampleGivesWhatItSays() {
    return FunctionCatalog.all().stream()
        .flatMap(function -> function.examples().stream())
        .map(example -> DynamicTest.dynamicTest(example.expression(), () -> check(example)));
  }

  private static void check(FunctionDescription.Example example) throws Exception {
    Value expected = Json.parse(example.result().getBytes(UTF_8));
    Value actual = Json.parse(Json.write(Rules.evaluate(example.expression(), PAYLOAD)));
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void everyFunctionIsDocumented() {
    List<FunctionDescription> all = FunctionCatalog.all();
    assertThat(all)
        .hasSizeGreaterThan(90)
        .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    assertThat(all)
        .allSatisfy(function -> {
          assertThat(function.description()).as(function.name()).isNotEmpty();
          assertThat(function.examples()).as(function.name()).isNotEmpty();
          assertThat(function.signatures()).as(function.name()).isNotEmpty();
        });
  }

  @Test
  void everyFormHasAnExample() {
    List<String> without = new ArrayList<>();
    for (FunctionDescription function : FunctionCatalog.all()) {
      Set<Integer> shown =
          function.examples().stream()
              .flatMap(example -> arities(function.name(), example.expression()).stream())
              .collect(Collectors.toSet());
      for (String signature : function.signatures()) {
        int parameters = arities(function.name(), signature).getFirst();
        boolean isShown =
            signature.contains("...")
                ? shown.stream().anyMatch(count -> count >= parameters)
                : shown.contains(parameters);
        if (!isShown) {
          without.add(signature);
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void signaturesSpeakTheLanguageOfRules() {
    String kinds = "(string|integer|number|boolean|list|map|any)";
    String kind = kinds + "( or " + kinds + ")?";
    String parameter = "\\w+: " + kind + "(\\.\\.\\.)?";
    for (FunctionDescription function : FunctionCatalog.all()) {
      assertThat(function.signatures())
          .allMatch(signature ->
              signature.matches("\\w+\\((" + parameter + "(, " + parameter + ")*)?\\) → " + kind));
    }
  }

  /** With how many arguments the text calls the function, call by call. */
  private static List<Integer> arities(String function, String text) {
    List<Integer> arities = new ArrayList<>();
    Matcher calls = Pattern.compile("(?<!\\w)" + function + "\\(").matcher(text);
    while (calls.find()) {
      arities.add(arguments(text, calls.end()));
    }
    return arities;
  }

  private static int arguments(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    int commas = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && c == ')' && depth == 0) {
        return i == from ? 0 : commas + 1;
      } else if (!quoted) {
        depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
        commas += c == ',' && depth == 0 ? 1 : 0;
      }
    }
    throw new AssertionError("no end of the call in " + text);
  }

  @Test
  void theReferenceIsCurrent() throws Exception {
    assertThat(Files.readString(Path.of("../docs/rule-functions.md")))
        .as("docs/rule-functions.md: write it anew with FunctionReference.main")
        .isEqualTo(FunctionReference.render(FunctionCatalog.all()));
  }

  @Test
  void aMistypedNameHasANearest() {
    assertThat(FunctionCatalog.nearest("uper")).isEqualTo("upper");
    assertThat(FunctionCatalog.nearest("Kv_Store_Gett")).isEqualTo("kv_store_get");
    assertThat(FunctionCatalog.nearest("frobnicate")).isEmpty();
  }
}
