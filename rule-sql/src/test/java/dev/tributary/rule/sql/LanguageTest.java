package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Corners of the language beside the recorded cases: {@code language-cases.txt}. */
class LanguageTest {
  private static final String PAYLOAD = "payload ";
  private static final String RESULT = "  => ";

  record Case(String sql, String payload, String result) {}

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    String payload = "";
    String sql = "";
    for (String line : lines()) {
      if (line.startsWith(RESULT)) {
        cases.add(new Case(sql, payload, line.substring(RESULT.length())));
      } else if (line.startsWith(PAYLOAD)) {
        payload = line.substring(PAYLOAD.length());
      }
      sql = line.replace("\\n", "\n");
    }
    return cases.stream();
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = LanguageTest.class.getResourceAsStream("/language-cases.txt")) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gives(Case expected) throws Exception {
    assertThat(outcome(expected)).as(expected.sql()).isEqualTo(expected.result());
  }

  private static String outcome(Case expected) throws Exception {
    try {
      return Rules.run(expected.sql(), expected.payload());
    } catch (EvaluationException e) {
      return "error: " + e.getMessage();
    }
  }
}
