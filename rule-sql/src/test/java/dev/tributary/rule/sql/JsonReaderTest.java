package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Our reader of JSON against Jackson: the same texts are refused, the same values come out. */
class JsonReaderTest {
  private static final int ROUNDS = Integer.getInteger("tributary.json.rounds", 50_000);
  private static final List<String> SEEDS =
      List.of(
          "{\"device\":\"pump-17\",\"temp\":21.5,\"on\":true,\"tags\":[\"a\",\"b\",[1,-2,3.25e2]],\"pos\":{\"x\":-0.0,\"y\":1e-7}}",
          " [ 0 , -0 , 1.0 , 12345678901234567 , 123456789012345678 , 1234567890123456789 , 1e400 , 4.9e-324 ] ",
          "{\"a\":1,\"b\":{\"a\":[{\"a\":null},{}],\"b\":[]},\"a\":2,\"\\u0061\":\"\\ud83d\\ude00\\n\\\"\\/\"}",
          "[\"温度 \uD83D\uDE00 é\",\"\\u00e9\",\"\\uD800\",\"\u007f\",{\"温\":false,\"é\\t\":[[[[]]]]}]",
          "[9007199254740993.0,0.1,123456789.123456789,5e-1,1E+2,2.2250738585072014e-308,1.7976931348623157e308]",
          "\"text\"",
          "-12.5e+3");
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\u00",
          "-",
          "+",
          ".",
          "e",
          "E",
          "0",
          "1",
          "99",
          "true",
          "false",
          "null",
          "nul",
          " ",
          "\n",
          "\t",
          "\f",
          "\u0000",
          "\u001f",
          "\uFEFF",
          "/*x*/",
          "'a'",
          "NaN",
          "\"a\":",
          "\"a\":1,",
          "[]",
          "{}",
          "1e5",
          "0.5",
          "00",
          "12345678901234567890",
          "\u00a0",
          "\ud83d\ude00");

  private static void agree(byte[] text, String seed) {
    Optional<Value> wanted;
    try {
      wanted = JacksonOracle.parse(text);
    } catch (JacksonOracle.Undecided _) {
      return;
    }
    Value got;
    try {
      got = Json.parse(text);
    } catch (JsonException e) {
      if (wanted.isPresent()) {
        fail(seed + ": refused with '" + e.getMessage() + "': " + new String(text, ISO_8859_1), e);
      }
      return;
    } catch (RuntimeException e) {
      throw new AssertionError(seed + ": " + new String(text, ISO_8859_1), e);
    }
    if (wanted.isEmpty() || !wanted.get().equals(got) || !got.equals(wanted.get())) {
      fail(seed + ": " + new String(text, ISO_8859_1) + " gives " + got + ", not " + wanted);
    }
    // A deep value that a later member of its name replaces still counts.
    assertThat(Value.depthOf(got)).as(seed).isGreaterThanOrEqualTo(Value.depthOf(wanted.get()));
    assertThat(got.hashCode()).as(seed).isEqualTo(wanted.get().hashCode());
    assertThat(Json.write(got)).as(seed).isEqualTo(Json.write(wanted.get()));
  }

  @Test
  void mutatedTextsAreReadAlike() {
    long first = Long.getLong("tributary.json.seed", 0);
    for (long seed = first; seed < first + ROUNDS; seed++) {
      agree(mutated(new SplittableRandom(seed)), "seed " + seed);
    }
  }

  private static byte[] mutated(SplittableRandom random) {
    byte[] text = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
    for (int i = random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(text.length + 1);
      int to = Math.min(text.length, at + random.nextInt(6));
      text =
          switch (random.nextInt(6)) {
            case 0 -> replaced(text, at, at, piece(random));
            case 1 -> replaced(text, at, to, new byte[0]);
            case 2 -> replaced(text, at, at, copyOf(text, random));
            case 3 -> replaced(text, at, Math.min(text.length, at + 1), anyByte(random));
            default -> replaced(text, at, to, piece(random));
          };
    }
    return text;
  }

  private static byte[] piece(SplittableRandom random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
  }

  private static byte[] anyByte(SplittableRandom random) {
    return new byte[] {(byte) random.nextInt(256)};
  }

  private static byte[] copyOf(byte[] text, SplittableRandom random) {
    int from = random.nextInt(text.length + 1);
    return java.util.Arrays.copyOfRange(
        text, from, Math.min(text.length, from + random.nextInt(20)));
  }

  private static byte[] replaced(byte[] text, int from, int to, byte[] by) {
    byte[] result = new byte[from + by.length + text.length - to];
    System.arraycopy(text, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(text, to, result, from + by.length, text.length - to);
    return result;
  }

  @Test
  void everySequenceOfBytesInAStringIsReadAsTheJdkDoes() {
    for (int lead = 0x80; lead < 0x100; lead++) {
      for (int second = 0; second < 0x100; second += second < 0x7F ? 32 : 1) {
        for (int third : new int[] {'a', 0x7F, 0x80, 0xBF, 0xC0}) {
          byte b = (byte) third;
          agree(new byte[] {'"', (byte) lead, (byte) second, '"'}, "two");
          agree(new byte[] {'"', (byte) lead, (byte) second, b, '"'}, "three");
          agree(new byte[] {'"', (byte) lead, (byte) second, b, (byte) 0x80, '"'}, "four");
          agree(new byte[] {'"', (byte) lead, (byte) second, b}, "cut");
        }
      }
    }
  }

  @Test
  void numbersAreReadToTheLastBit() {
    SplittableRandom random = new SplittableRandom(20261123);
    for (int i = 0; i < 100_000; i++) {
      agree(anyNumber(random).getBytes(UTF_8), "number " + i);
    }
  }

  private static String anyNumber(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 2 ->
          (random.nextLong() >>> random.nextInt(64))
              + "."
              + (random.nextLong() >>> random.nextInt(1, 64));
      case 3 ->
          random.nextInt(-99, 99) + "." + random.nextInt(1000) + "e" + random.nextInt(-330, 320);
      default ->
          new java.math.BigInteger(random.nextInt(1, 200), new java.util.Random(random.nextLong()))
              .toString();
    };
  }

  @Test
  void depthAndLengthAreBounded() throws Exception {
    byte[] deepest = ("[".repeat(256) + "]".repeat(256)).getBytes(UTF_8);
    assertThat(Value.depthOf(Json.parse(deepest))).isEqualTo(256);
    assertThatThrownBy(
            () -> Json.parse(("{\"a\":".repeat(257) + "1" + "}".repeat(257)).getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessage("not JSON: more than 256 levels at byte 1280");
    assertThat(Json.parse("9".repeat(1000).getBytes(UTF_8))).isInstanceOf(Value.BigInt.class);
    assertThatThrownBy(() -> Json.parse("9".repeat(1001).getBytes(UTF_8)))
        .hasMessage("not JSON: a number of more than 1000 characters at byte 0");
  }

  @Test
  void errorsSayWhereAndShowNothingOfTheText() {
    assertThatThrownBy(() -> Json.parse("{\"secret\" 1}".getBytes(UTF_8)))
        .hasMessage("not JSON: expected a colon at byte 10");
    assertThatThrownBy(() -> Json.parse("plain".getBytes(UTF_8)))
        .hasMessage("not JSON: expected a value at byte 0");
    assertThatThrownBy(() -> Json.parse(new byte[0]))
        .hasMessage("not JSON: expected a value at byte 0");
  }

  @Test
  void aMapReadKeyByKeyIsTheMapReadAtOnce() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] text = manyKeys(random).getBytes(UTF_8);
      Value.Map wanted = (Value.Map) JacksonOracle.parse(text).orElseThrow();
      Value.Map map;
      try {
        map = (Value.Map) Json.parse(text);
      } catch (JsonException e) {
        throw new AssertionError(e);
      }
      for (int read = random.nextInt(40); read > 0; read--) {
        String key = key(random.nextInt(30));
        assertThat(map.value(key)).isEqualTo(wanted.value(key));
        assertThat(map.contains(key)).isEqualTo(wanted.contains(key));
      }
      assertThat(map.isEmpty()).isEqualTo(wanted.isEmpty());
      assertThat(map.keys()).isEqualTo(wanted.keys());
      assertThat(map).isEqualTo(wanted);
      assertThat(map.toBuilder().put("new", Value.NULL).build())
          .isEqualTo(wanted.toBuilder().put("new", Value.NULL).build());
    }
  }

  private static String key(int number) {
    return number % 3 == 0 ? "é" + number : "k" + number;
  }

  private static String manyKeys(SplittableRandom random) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(100); i > 0; i--) {
      String value =
          List.of("1", "\"t\"", "[1,{\"k1\":2}]", "{\"k1\":[]}", "null").get(random.nextInt(5));
      String key = key(random.nextInt(25));
      text.append(text.length() > 1 ? "," : "")
          .append('"')
          .append(random.nextInt(4) == 0 ? key.replace("k", "\\u006b") : key)
          .append("\" : ")
          .append(value);
    }
    return text.append('}').toString();
  }

  @Test
  void whatIsKeptHoldsNothingOfTheTextItCameFrom() throws Exception {
    byte[] text = SEEDS.getFirst().getBytes(UTF_8);
    Value read = Json.parse(text);
    Value detached = Detached.of(read);
    assertThat(detached)
        .isInstanceOf(EntryMap.class)
        .isEqualTo(JacksonOracle.parse(text).orElseThrow());
    assertThat(((Value.Map) detached).value("pos")).isInstanceOf(EntryMap.class);
    assertThat(((Value.Map) detached).value("tags")).isInstanceOf(EntryArray.class);
    Value.Text payload = Value.of(text);
    assertThat(Detached.of(payload)).isSameAs(payload);
    assertThat(payload.json()).isNotNull();
    assertThat(Detached.of(payload)).isNotSameAs(payload).isEqualTo(payload);
  }
}
