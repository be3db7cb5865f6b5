package dev.tributary.rule.sql;

import dev.tributary.rule.sql.internal.value.Paths;
import dev.tributary.rule.sql.internal.value.TextForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders, filled from the output of a rule: {@code ${name}}, {@code ${map.key}},
 * {@code ${.}} for the whole output as JSON.
 *
 * <p>A name is taken as written up to the first <code>}</code>, but for dots at its start, which
 * stand for the whole output; there is no escape, and what is no placeholder is plain text. Names
 * index maps only, never lists. What is missing renders as {@code undefined}. Immutable; any
 * thread.
 */
public final class Template {
  private static final int CHARS_MAX = 64 * 1024;
  private static final int STEPS_MAX = 64;
  private static final int LENGTH_AT_FIRST = 16;
  private static final int LENGTH_KEPT_MAX = 4096;

  private sealed interface Part {}

  private record Literal(byte[] bytes) implements Part {}

  private record Whole() implements Part {}

  private record Place(List<String> path) implements Part {}

  private final String text;
  private final List<Part> parts;

  /**
   * The longest that the template has made of late: what is as long needs no copy. Whichever thread
   * writes last: a wrong guess costs a copy.
   */
  private volatile int lengthBefore = LENGTH_AT_FIRST;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * Compiles a template.
   *
   * @throws TemplateException if the text is longer than 64 KiB or a name has more than 64 steps
   */
  public static Template compile(String text) throws TemplateException {
    if (text.length() > CHARS_MAX) {
      throw new TemplateException(
          "template has " + text.length() + " characters, at most " + CHARS_MAX + " are allowed");
    }
    List<Part> parts = new ArrayList<>();
    int literal = 0;
    int from = 0;
    while (true) {
      int open = text.indexOf("${", from);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      from = close + 1;
      if (close > open + 2) {
        addLiteral(parts, text.substring(literal, open));
        parts.add(placeholder(text.substring(open + 2, close)));
        literal = from;
      }
    }
    addLiteral(parts, text.substring(literal));
    return new Template(text, parts);
  }

  /** The text it was compiled from. */
  public String text() {
    return text;
  }

  /**
   * Whether the template is one placeholder and nothing else, so that undefined output means an
   * undefined result.
   */
  public boolean isPlaceholderOnly() {
    return parts.size() == 1 && !(parts.getFirst() instanceof Literal);
  }

  /** Whether a placeholder names something that the output does not have. */
  public boolean anyUndefined(Value.Map output) {
    for (Part part : parts) {
      if (part instanceof Place place
          && Paths.lookup(output, place.path()) instanceof Value.Undefined) {
        return true;
      }
    }
    return false;
  }

  /**
   * Renders to bytes. A single {@code ${name}} hands on the very bytes of its value, which need not
   * be UTF-8; nobody may write to them.
   */
  public byte[] renderBytes(Value.Map output) {
    byte[] ready = parts.size() == 1 ? readyBytes(parts.getFirst(), output) : null;
    return ready == null ? rendered(output).bytes() : ready;
  }

  /** The bytes of a part that has them already. */
  private static byte @Nullable [] readyBytes(Part part, Value.Map output) {
    return switch (part) {
      case Literal literal -> literal.bytes();
      case Place place ->
          Paths.lookup(output, place.path()) instanceof Value.Text text ? text.givenBytes() : null;
      case Whole _ -> null;
    };
  }

  /** Renders to text; bytes that are no UTF-8 become U+FFFD. */
  public String renderText(Value.Map output) {
    if (parts.size() == 1 && parts.getFirst() instanceof Place place) {
      return TextForm.string(Paths.lookup(output, place.path()));
    }
    return rendered(output).text();
  }

  private Utf8Buffer rendered(Value.Map output) {
    Utf8Buffer out = new Utf8Buffer(lengthBefore);
    for (Part part : parts) {
      switch (part) {
        case Literal literal -> out.put(literal.bytes());
        case Whole _ -> JsonWriter.write(output, out);
        case Place place -> write(Paths.lookup(output, place.path()), out);
      }
    }
    int length = Math.min(out.length(), LENGTH_KEPT_MAX);
    if (length > lengthBefore || length < lengthBefore / 2) {
      lengthBefore = length;
    }
    return out;
  }

  /** As {@link TextForm}, without an array or a string between. */
  private static void write(Value value, Utf8Buffer out) {
    switch (value) {
      case Value.Text text when text.givenBytes() == null -> out.string(text.string());
      case Value.Text text -> out.put(text.bytes());
      case Value.Int number -> out.number(number.value());
      case Value.Map map -> JsonWriter.write(map, out);
      case Value.Float number when out.decimal(number.value()) -> {
        // Written.
      }
      case Value.Undefined _,
          Value.Null _,
          Value.Bool _,
          Value.BigInt _,
          Value.Float _,
          Value.Array _ ->
          out.string(TextForm.string(value));
    }
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Part placeholder(String name) throws TemplateException {
    int start = 0;
    while (start < name.length() && name.charAt(start) == '.') {
      start++;
    }
    if (start == name.length()) {
      return new Whole();
    }
    List<String> path = List.of(name.substring(start).split("\\.", -1));
    if (path.size() > STEPS_MAX) {
      throw new TemplateException(
          "placeholder ${"
              + name
              + "} has "
              + path.size()
              + " steps, at most "
              + STEPS_MAX
              + " are allowed");
    }
    return new Place(path);
  }
}
