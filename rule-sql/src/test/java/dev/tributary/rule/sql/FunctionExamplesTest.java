package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
