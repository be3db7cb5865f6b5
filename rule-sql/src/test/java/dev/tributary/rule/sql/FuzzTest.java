package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Mutated SQL and payloads: nothing comes out but the language's own errors. A failure names its
 * seed and text.
 */
class FuzzTest {
  private static final int ROUNDS = Integer.getInteger("tributary.fuzz.rounds", 5_000);
  private static final List<String> SEEDS =
      List.of(
          "SELECT payload.a[1].b AS x.y, 1.5e3 + -2 FROM \"t/#\" WHERE a =~ 'b/+' AND NOT (c IN (1, 'x') OR d <> e)",
          "FOREACH payload.l AS e DO e.v * 2 AS v, *, clientid INCASE e.v > 1 FROM 't', \"u\" WHERE topic = 'x'",
          "SELECT CASE payload.a WHEN 1 THEN 'a' ELSE upper(concat([1, 'b', payload.c[-1]], 'c')) END, [1..3] AS l[-0] FROM \"t\"",
          "SELECT payload, payload.\"a b\".'c'[i][1..2] -- comment\n FROM \"t\"",
          "SELECT sublist(1, 2, split(str(payload), ',')) AS s, map_put('a.b', s, payload) AS m FROM \"t\" WHERE strlen(str(m)) > 3");
  private static final List<String> WORDS =
      List.of(
          "SELECT ",
          "FROM ",
          "WHERE ",
          "FOREACH ",
          "CASE ",
          "END",
          "AS ",
          "(",
          ")",
          "[",
          "]",
          ".",
          "..",
          "'",
          "\"",
          ",",
          "-",
          "--",
          "\n",
          "0",
          "1e9",
          "=~",
          "not ",
          "payload",
          "null",
          "\u0000",
          "\uD83D",
          "é",
          "div ",
          "nth(",
          "*",
          "9223372036854775808",
          "json_decode(",
          "-0");

  @Test
  void onlyTheLanguagesOwnErrorsComeOut() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String sql = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      String payload =
          mutated(
              "{\"a\": [{\"b\": 1}], \"l\": [{\"v\": 2.5}, null], \"c\": \"x\", \"i\": 1}", random);
      try {
        RuleSql.compile(sql).evaluate(Rules.message(payload.getBytes(UTF_8)), new FixedContext());
      } catch (RuleSyntaxException | EvaluationException _) {
        // These are what a rule may answer with.
      } catch (Exception | StackOverflowError e) {
        fail("seed " + seed + ", SQL " + sql + ", payload " + payload, e);
      }
    }
  }

  private static String mutated(String text, SplittableRandom random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0 && !mutated.isEmpty(); i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 1 -> mutated.deleteCharAt(at);
        case 2 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(12)));
        default ->
            mutated.insert(
                at, mutated.substring(at, Math.min(mutated.length(), at + random.nextInt(20))));
      }
    }
    return mutated.toString();
  }
}
