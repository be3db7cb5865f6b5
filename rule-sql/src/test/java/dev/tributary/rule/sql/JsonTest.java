package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static Value parse(String json) throws JsonException {
    return Json.parse(json.getBytes(UTF_8));
  }

  private static void refuses(String json) {
    assertThatThrownBy(() -> parse(json))
        .as(json.substring(0, Math.min(20, json.length())))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text :
        List.of(
            "",
            " ",
            "{",
            "{\"a\":1,}",
            "[1,]",
            "nul",
            "01",
            ".5",
            "1e999",
            "'a'",
            "1 2",
            "{\"a\" 1}",
            "\"\u0001\"",
            "NaN",
            "}")) {
      refuses(text);
    }
    refuses("[".repeat(100_000));
    refuses("9".repeat(2_000));
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC0, '"'}))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void keepsIntegersOfAnySizeAndTheOrderOfKeys() throws Exception {
    String json =
        "{\"z\":123456789012345678901234567890,\"a\":[9223372036854775807,-9223372036854775808],\"m\":{}}";
    assertThat(Json.writeText(parse(json))).isEqualTo(json);
  }

  @Test
  void theLastOfDuplicateKeysWins() throws Exception {
    assertThat(Json.writeText(parse("{\"a\":1,\"b\":2,\"a\":3}"))).isEqualTo("{\"a\":3,\"b\":2}");
  }

  @Test
  void writesFloatsInShortestForm() throws Exception {
    assertThat(
            Json.writeText(
                parse("[21.0,1e5,1e-7,0.000001,1e22,1.5e20,-0.0,0.1,1.5e-12,1e300,-2.5e-8]")))
        .isEqualTo(
            "[21.0,100000.0,1e-7,0.000001,1e+22,150000000000000000000.0,0.0,0.1,1.5e-12,1e+300,-2.5e-8]");
  }

  @Test
  void replacesBytesThatAreNoUtf8() {
    assertThat(Json.writeText(Value.of(new byte[] {'a', (byte) 0xFF, 'b'})))
        .isEqualTo("\"a\uFFFDb\"");
    assertThat(Json.writeText(Value.of("\ud800x"))).isEqualTo("\"\uFFFDx\"");
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws Exception {
    SplittableRandom random = new SplittableRandom(20261122);
    for (int i = 0; i < 5_000; i++) {
      Value value = anyValue(random, 4);
      String text = Json.writeText(value);
      assertThat(parse(text)).as(text).isEqualTo(value);
      assertThat(Json.write(value)).as(text).isEqualTo(text.getBytes(UTF_8));
    }
  }

  private static Value anyValue(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong() >> random.nextInt(64));
      case 3 ->
          Value.of(java.math.BigInteger.valueOf(random.nextLong()).pow(1 + random.nextInt(4)));
      case 4 -> Value.of(anyFloat(random));
      case 5, 6 -> Value.of(anyText(random));
      case 7 -> {
        List<Value> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          elements.add(anyValue(random, depth - 1));
        }
        yield Value.of(elements);
      }
      default -> {
        Value.Map.Builder map = Value.Map.builder();
        for (int i = random.nextInt(20); i > 0; i--) {
          map.put(anyText(random), anyValue(random, depth - 1));
        }
        yield map.build();
      }
    };
  }

  private static double anyFloat(SplittableRandom random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : random.nextDouble() * 1000;
  }

  private static String anyText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int[] ranges = {0x80, 0x800, 0xD800, 0x110000};
      int code = random.nextInt(ranges[random.nextInt(4)]);
      text.appendCodePoint(code >= 0xD800 && code < 0xE000 ? '?' : code);
    }
    return text.toString();
  }
}
