package dev.tributary.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Statements.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page about conformance says is what the tests say. */
class ConformanceTest {

  @ParameterizedTest
  @EnumSource(Statements.class)
  void everyStatementIsTestedOrExplained(Statements version) {
    Set<String> tested = ConformancePage.tests(version).keySet();
    assertThat(version.all())
        .filteredOn(each -> each.reason().isEmpty() != tested.contains(each.number()))
        .as("neither tested nor explained, or both, in %s", version.title())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Statements.class)
  void noTestNamesWhatDoesNotExist(Statements version) {
    List<String> known = version.all().stream().map(Statement::number).toList();
    assertThat(known).doesNotHaveDuplicates().hasSizeGreaterThan(130);
    assertThat(ConformancePage.tests(version).keySet()).isSubsetOf(known);
  }

  @Test
  void thePageIsCurrent() throws Exception {
    assertThat(Files.readString(Path.of("../docs/mqtt-conformance.md")))
        .as("docs/mqtt-conformance.md: write it anew with ConformancePage.main")
        .isEqualTo(ConformancePage.render());
  }
}
