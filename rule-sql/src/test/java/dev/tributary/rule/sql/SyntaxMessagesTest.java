package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong texts with the exact message: {@code syntax-errors.txt}, which reads like a manual. */
class SyntaxMessagesTest {
  record Mistake(String sql, String message) {}

  static Stream<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    String sql = "";
    for (String line : lines()) {
      if (line.startsWith("  ")) {
        mistakes.add(new Mistake(sql, line.strip()));
      }
      sql = line.replace("\\n", "\n").replace("\\t", "\t");
    }
    assertThat(mistakes).hasSizeGreaterThan(120);
    return mistakes.stream();
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = SyntaxMessagesTest.class.getResourceAsStream("/syntax-errors.txt")) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatToDo(Mistake mistake) {
    RuleSyntaxException error =
        catchThrowableOfType(RuleSyntaxException.class, () -> RuleSql.compile(mistake.sql()));
    assertThat(error).as(mistake.sql()).isNotNull();
    assertThat(error.getMessage()).as(mistake.sql()).isEqualTo(mistake.message());
  }
}
