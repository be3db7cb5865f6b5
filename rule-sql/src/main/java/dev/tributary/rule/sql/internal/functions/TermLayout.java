package dev.tributary.rule.sql.internal.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as terms of Erlang, readable and broken into lines: {@code #{<<"k">> => [1,2]}}. A
 * character of the text is a byte unless Unicode is wanted.
 */
final class TermLayout {
  private static final int VALUE_INDENT = 4;
  private static final int BINARY_MIN = 8;

  /** A part of a term with the length it has on one line. */
  private sealed interface Piece {
    int length();
  }

  private record Leaf(String text) implements Piece {
    @Override
    public int length() {
      return text.length();
    }
  }

  /** Bytes that spell nothing; a long row of them is broken at its commas. */
  private record Bytes(String text) implements Piece {
    @Override
    public int length() {
      return text.length();
    }
  }

  private record Row(List<Piece> parts, int length) implements Piece {}

  private record Pair(Piece key, Piece value, int length) {}

  private record Pairs(List<Pair> pairs, int length) implements Piece {}

  /** What of strings is printable, and whether lists of character codes are strings. */
  record Style(boolean unicode, boolean codesAreStrings) {}

  private final StringBuilder text = new StringBuilder();
  private final int lineLength;
  private int total;

  private TermLayout(int lineLength) {
    this.lineLength = lineLength;
  }

  /**
   * @param column where the term starts, counted from 1
   * @param lineLength columns of a line; 0 for no line breaks
   */
  static String of(Value value, Style style, int column, int lineLength) {
    TermLayout layout = new TermLayout(lineLength);
    Piece piece = piece(value, style);
    layout.total = piece.length();
    if (lineLength == 0) {
      layout.line(piece);
    } else {
      layout.lay(piece, column, column - 1, 0);
    }
    return layout.text.toString();
  }

  private static Piece piece(Value value, Style style) {
    return switch (value) {
      case Value.Text binary -> binary(binary.bytes(), style);
      case Value.Array array when array.size() > 0 -> list(array, style);
      case Value.Array _ -> new Leaf("[]");
      case Value.Map map when !map.isEmpty() -> map(map, style);
      case Value.Map _ -> new Leaf("#{}");
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Float _ ->
          new Leaf(TermText.scalar(value));
    };
  }

  private static Piece binary(byte[] bytes, Style style) {
    String latin = new String(bytes, ISO_8859_1);
    if (style.codesAreStrings() && bytes.length > 0) {
      if (latin.chars().allMatch(TermLayout::isPrintable)
          && !(style.unicode() && latin.chars().anyMatch(c -> c > '~'))) {
        return new Leaf("<<" + quoted(latin) + ">>");
      }
      String wide = new String(bytes, UTF_8);
      if (style.unicode() && wide.indexOf('\uFFFD') < 0) {
        return new Leaf("<<" + quoted(wide) + "/utf8>>");
      }
    }
    return new Bytes(TermText.scalar(Value.of(bytes)));
  }

  private static Piece list(Value.Array array, Style style) {
    StringBuilder spelled = new StringBuilder();
    boolean spells = style.codesAreStrings();
    List<Piece> parts = new ArrayList<>();
    int length = 1 + array.size();
    for (Value element : array.elements()) {
      if (spells && element instanceof Value.Int(long code) && isPrintable(code)) {
        spelled.append((char) code);
      } else {
        spells = false;
      }
      Piece part = piece(element, style);
      parts.add(part);
      length += part.length();
    }
    return spells ? new Leaf(quoted(spelled.toString())) : new Row(parts, length);
  }

  private static Piece map(Value.Map map, Style style) {
    List<Pair> pairs = new ArrayList<>();
    int length = 2 + map.size();
    for (String name : TermText.keys(map)) {
      Piece key = piece(Value.of(name), style);
      Piece value = piece(map.value(name), style);
      Pair pair = new Pair(key, value, key.length() + " => ".length() + value.length());
      pairs.add(pair);
      length += pair.length();
    }
    return new Pairs(pairs, length);
  }

  private static String quoted(String plain) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case 0x0B -> quoted.append("\\v");
        case 0x1B -> quoted.append("\\e");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** As Erlang sees Latin-1. */
  private static boolean isPrintable(long code) {
    return (code >= ' ' && code <= '~')
        || (code >= 0xA0 && code <= 0xFF)
        || (code >= '\b' && code <= '\r')
        || code == 0x1B;
  }

  /**
   * Writes a piece on one line if it fits, else broken.
   *
   * @param closing how many brackets close right after it
   */
  private void lay(Piece piece, int column, int indent, int closing) {
    if (piece.length() < lineLength - column - closing) {
      line(piece);
      return;
    }
    switch (piece) {
      case Leaf leaf -> text.append(leaf.text());
      case Bytes bytes -> bytes(bytes, column + 2, indent + 2, closing);
      case Row row -> {
        text.append('[');
        row(row.parts(), column + 1, indent + 1, closing);
        text.append(']');
      }
      case Pairs map -> {
        text.append("#{");
        pairs(map.pairs(), column + 2, indent + 2, closing);
        text.append('}');
      }
    }
  }

  /** Simple elements share a line as long as it lasts; each nested one gets its own. */
  private void row(List<Piece> parts, int start, int indent, int closing) {
    int column = start;
    for (int i = 0; i < parts.size(); i++) {
      Piece part = parts.get(i);
      int after = i + 1 == parts.size() ? closing + 1 : 0;
      if (i > 0 && part instanceof Leaf && fits(part.length(), column, after)) {
        text.append(',');
        line(part);
        column += 1 + part.length();
        continue;
      }
      if (i > 0) {
        text.append(',');
        newLine(indent);
      }
      boolean simple = part instanceof Leaf && part.length() < lineLength - start - after;
      lay(part, start, indent, after);
      column = start + (simple ? part.length() : lineLength);
    }
  }

  private void pairs(List<Pair> pairs, int start, int indent, int closing) {
    int column = start;
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      int after = i + 1 == pairs.size() ? closing + 1 : 0;
      boolean simple = pair.key() instanceof Leaf && pair.value() instanceof Leaf;
      if (i > 0 && simple && fits(pair.length(), column, after)) {
        text.append(',');
        line(pair);
        column += 1 + pair.length();
        continue;
      }
      if (i > 0) {
        text.append(',');
        newLine(indent);
      }
      boolean oneLine = pair.length() < lineLength - start - after;
      if (oneLine) {
        line(pair);
      } else {
        lay(pair.key(), start, indent, after);
        text.append(" =>");
        newLine(indent + VALUE_INDENT);
        lay(pair.value(), start + VALUE_INDENT, indent + VALUE_INDENT, after);
      }
      column = start + (simple && oneLine ? pair.length() : lineLength);
    }
  }

  private boolean fits(int length, int column, int after) {
    int needed = 1 + length;
    return after == 0 ? needed + 1 < lineLength - column : needed < lineLength - column - after;
  }

  private void bytes(Bytes bytes, int column, int indent, int closing) {
    int room = Math.max(BINARY_MIN, Math.min(lineLength - column, total - 4) - closing);
    int left = room;
    String inner = bytes.text().substring(2, bytes.text().length() - 2);
    text.append("<<");
    int at = 0;
    while (at < inner.length()) {
      int comma = inner.indexOf(',', at);
      int end = comma < 0 ? inner.length() : comma + 1;
      if (end - at > left) {
        newLine(indent);
        left = room;
      }
      text.append(inner, at, end);
      left -= end - at;
      at = end;
    }
    text.append(">>");
  }

  private void line(Piece piece) {
    switch (piece) {
      case Leaf leaf -> text.append(leaf.text());
      case Bytes bytes -> text.append(bytes.text());
      case Row row -> {
        char separator = '[';
        for (Piece part : row.parts()) {
          text.append(separator);
          line(part);
          separator = ',';
        }
        text.append(']');
      }
      case Pairs map -> {
        String separator = "#{";
        for (Pair pair : map.pairs()) {
          text.append(separator);
          line(pair);
          separator = ",";
        }
        text.append('}');
      }
    }
  }

  private void line(Pair pair) {
    line(pair.key());
    text.append(" => ");
    line(pair.value());
  }

  private void newLine(int indent) {
    text.append('\n').repeat(' ', indent);
  }
}
