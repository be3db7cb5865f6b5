package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages texts: whole tokens are swapped, doubled, dropped, put in, and so are bytes. */
final class Mutations {
  private static final int CHANGES_MAX = 5;
  private static final int DEEP = 300;
  private static final int LONG = 2_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "[\\p{L}_][\\p{L}\\p{N}_]*|\\p{N}+|\\s+|'[^']*'|\"[^\"]*\"|.", Pattern.DOTALL);
  private static final List<String> WORDS =
      List.of(
          "SELECT ",
          " FROM ",
          " WHERE ",
          "FOREACH ",
          " DO ",
          " INCASE ",
          " CASE ",
          " WHEN ",
          " THEN ",
          " ELSE ",
          " END ",
          " AS ",
          " AND ",
          " OR ",
          " NOT ",
          " IN ",
          " div ",
          " mod ",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ".",
          "..",
          "'",
          "\"",
          "''",
          ",",
          "-",
          "--",
          "\n",
          "=",
          "=~",
          "!=",
          ">",
          "*",
          "+",
          "/",
          ":",
          "\\",
          "#",
          "$",
          "${",
          "0",
          "-0",
          "007",
          "1e9",
          "1.5e308",
          "9223372036854775808",
          "-9223372036854775808",
          "null",
          "undefined",
          "true",
          "payload",
          "payload.",
          "item",
          "*",
          "nth(",
          "json_decode(",
          "str(",
          "map_put(",
          "concat(",
          "jq(",
          "regex_replace(",
          "sprintf(",
          "[1..99999999]",
          "[9..1]",
          "\u0000",
          "\uD83D",
          "é",
          "温",
          "\u202e",
          "~",
          "\"k\":",
          "[[[",
          "1.0e-400",
          "'%Y'",
          "'\\\\u0000'");

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  String text(String text) {
    return switch (random.nextInt(8)) {
      case 0 -> text;
      case 1 -> new String(bytes(text.getBytes(UTF_8)), UTF_8);
      default -> tokens(text);
    };
  }

  byte[] bytes(byte[] original) {
    byte[] bytes = original;
    for (int i = random.nextInt(CHANGES_MAX); i > 0; i--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(1, 9));
    ByteArrayOutputStream changed = new ByteArrayOutputStream(bytes.length + 8);
    changed.write(bytes, 0, at);
    switch (random.nextInt(4)) {
      case 0 -> changed.write(random.nextInt(256));
      case 1 -> changed.write(bytes, at, end - at);
      case 2 -> at = end;
      default -> {
        if (at < bytes.length) {
          changed.write(bytes[at] ^ (1 << random.nextInt(8)));
          at++;
        }
      }
    }
    changed.write(bytes, at, bytes.length - at);
    return changed.toByteArray();
  }

  private String tokens(String text) {
    List<String> tokens = new ArrayList<>();
    for (Matcher matcher = TOKEN.matcher(text); matcher.find(); ) {
      tokens.add(matcher.group());
    }
    for (int i = random.nextInt(CHANGES_MAX); i > 0; i--) {
      change(tokens);
    }
    return String.join("", tokens);
  }

  private void change(List<String> tokens) {
    int at = random.nextInt(tokens.size() + 1);
    int other = random.nextInt(tokens.size() + 1);
    boolean both = at < tokens.size() && other < tokens.size();
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        if (both) {
          tokens.set(at, tokens.get(other));
        }
      }
      case 3, 4 -> {
        if (both) {
          String kept = tokens.set(at, tokens.get(other));
          tokens.set(other, kept);
        }
      }
      case 5, 6 -> {
        if (both) {
          tokens.add(at, tokens.get(other));
        }
      }
      case 7, 8 -> {
        if (at < tokens.size()) {
          tokens.remove(at);
        }
      }
      case 9 ->
          tokens.addAll(
              at, List.copyOf(tokens.subList(other, Math.min(tokens.size(), other + 12))));
      case 10 ->
          tokens.add(at, word().repeat(random.nextInt(1, random.nextInt(50) == 0 ? DEEP : 4)));
      case 11 -> tokens.add(at, number());
      default -> tokens.add(at, word());
    }
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String number() {
    char[] digits = new char[random.nextInt(1, random.nextInt(20) == 0 ? LONG : 25)];
    Arrays.fill(digits, (char) ('0' + random.nextInt(10)));
    return new String(digits) + (random.nextInt(3) == 0 ? ".5e" + random.nextInt(400) : "");
  }
}
