package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of differences in the documents says what the contract's tests check. */
final class DifferencesTest {
  private static final Path DOCUMENT = Path.of("../docs/local-kinesis.md");

  private static final List<Class<? extends ContractFixture>> CONTRACT =
      List.of(
          ConsumersContractIT.class,
          LimitsContractIT.class,
          ProtocolContractIT.class,
          PutsContractIT.class,
          ReadsContractIT.class,
          SettingsContractIT.class,
          ShardsContractIT.class,
          StreamsContractIT.class,
          SubscriptionsContractIT.class);

  @Test
  void eachDifferenceHasATest() {
    Set<Difference> checked =
        CONTRACT.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .flatMap(DifferencesTest::marks)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Difference.class)));
    assertThat(checked).containsExactly(Difference.values());
  }

  private static Stream<Difference> marks(Method test) {
    return Optional.ofNullable(test.getAnnotation(Differs.class)).stream()
        .flatMap(differs -> Arrays.stream(differs.value()));
  }

  @Test
  void theDocumentHasTheTable() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream()
            .dropWhile(line -> !line.equals("## Differences"))
            .filter(line -> line.startsWith("| ") && line.contains("docs.aws.amazon.com"))
            .toList();
    assertThat(rows)
        .as("the table in %s", DOCUMENT)
        .isEqualTo(Arrays.stream(Difference.values()).map(Difference::line).toList());
  }
}
