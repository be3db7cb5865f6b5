package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.UnaryOperator;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Functions of strings. Positions are those of code points. */
final class Strings {
  private static final int LOOKS_PER_STEP = 64;
  private static final int REPLACEMENT = 0xFFFD;

  private Strings() {}

  static void define(Definitions definitions) {
    text(definitions, "ascii_downcase", text -> asciiCase(text, 'A', 'Z', 'a' - 'A'));
    text(definitions, "ascii_upcase", text -> asciiCase(text, 'a', 'z', 'A' - 'a'));
    text(definitions, "trim", String::strip);
    text(definitions, "ltrim", String::stripLeading);
    text(definitions, "rtrim", String::stripTrailing);
    definitions.plain("@base32", in -> Nodes.text(Base32.encoded(spelled(in))));
    definitions.plain("@base32d", in -> Nodes.text(Base32.decoded(spelled(in))));
    definitions.plain("explode", Strings::codes);
    definitions.light("implode", Strings::spelledCodes);
    definitions.plain("reverse", Strings::reversed);
    definitions.withOne("split", Strings::splitOnce);
    definitions.withOne("join", Strings::joined);
    definitions.withOne("indices", Strings::indices);
    definitions.withOne("index", (in, part) -> end(indices(in, part), 0));
    definitions.withOne("rindex", (in, part) -> end(indices(in, part), -1));
    definitions.written("ascii", "[.] | implode");
  }

  private static void text(Definitions definitions, String name, UnaryOperator<String> change) {
    definitions.plain(
        name,
        in -> {
          if (!in.isTextual()) {
            throw Texts.error(
                name.startsWith("ascii")
                    ? name + " input must be a string"
                    : Texts.shown(in) + " cannot be trimmed");
          }
          return Nodes.text(change.apply(in.textValue()));
        });
  }

  /** As with every format, what is no text is written as JSON before; counted as one more walk. */
  private static String spelled(JsonNode in) {
    Budget budget = Budget.current();
    budget.charge(budget.size(in));
    return Texts.text(in);
  }

  private static JsonNode codes(JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw Texts.error(Texts.shown(in) + " cannot be exploded");
    }
    Budget.current().elements(in.textValue().length());
    ArrayNode codes = Nodes.list();
    in.textValue().codePoints().forEach(codes::add);
    return codes;
  }

  private static JsonNode spelledCodes(JsonNode in) throws JsonQueryException {
    if (!in.isArray()) {
      throw Texts.error(Texts.shown(in) + " cannot be imploded");
    }
    Budget.current().elements(in.size());
    StringBuilder spelled = new StringBuilder();
    for (JsonNode code : in) {
      if (!code.isNumber()) {
        throw Texts.error("Unicode codepoint must be numeric");
      }
      int point = (int) code.doubleValue();
      boolean isCharacter =
          Character.isValidCodePoint(point)
              && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
      spelled.appendCodePoint(isCharacter ? point : REPLACEMENT);
    }
    return Nodes.text(spelled.toString());
  }

  private static JsonNode reversed(JsonNode in) throws JsonQueryException {
    if (in.isTextual()) {
      return Nodes.text(new StringBuilder(in.textValue()).reverse().toString());
    }
    if (!in.isArray() && !in.isNull()) {
      throw Texts.error("Cannot index " + Texts.type(in) + " with number");
    }
    ArrayNode reversed = Nodes.list();
    for (int i = in.size() - 1; i >= 0; i--) {
      reversed.add(in.get(i));
    }
    return reversed;
  }

  private static String asciiCase(String text, char from, char to, int shift) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 0; i < changed.length(); i++) {
      char c = changed.charAt(i);
      if (c >= from && c <= to) {
        changed.setCharAt(i, (char) (c + shift));
      }
    }
    return changed.toString();
  }

  private static JsonNode splitOnce(JsonNode in, JsonNode separator) throws JsonQueryException {
    if (!in.isTextual() || !separator.isTextual()) {
      throw Texts.error("split input and separator must be strings");
    }
    return split(in.textValue(), separator.textValue());
  }

  static ArrayNode split(String text, String separator) {
    ArrayNode parts = Nodes.list();
    Budget.current().chars(text.length());
    if (text.isEmpty()) {
      return parts;
    }
    if (separator.isEmpty()) {
      Budget.current().elements(text.length());
      text.codePoints().forEach(c -> parts.add(Character.toString(c)));
      return parts;
    }
    int from = 0;
    for (int at = indexOf(text, separator, 0); at >= 0; at = indexOf(text, separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    return parts.add(text.substring(from));
  }

  /** A search, counted before by how far it may have to go. */
  static int indexOf(String text, String part, int from) {
    boolean isLong = part.length() > LOOKS_PER_STEP;
    if (isLong) {
      // At worst every place of the text matches all but the end of the part.
      Budget.current().charge((text.length() - from) * (long) (part.length() / LOOKS_PER_STEP) / 8);
    }
    int at = text.indexOf(part, from);
    Budget.current().charge(((at < 0 ? text.length() : at) - from) / LOOKS_PER_STEP);
    return at;
  }

  private static JsonNode joined(JsonNode in, JsonNode separator) throws JsonQueryException {
    if (!in.isContainerNode()) {
      throw Texts.error("Cannot iterate over " + Texts.shown(in));
    }
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (JsonNode element : in) {
      if (!first && !separator.isTextual()) {
        throw Texts.error(Texts.shown(separator) + " cannot be joined with");
      }
      if (element.isContainerNode()) {
        throw Texts.error(
            Texts.shown(Nodes.text(joined + (first ? "" : separator.textValue())))
                + " and "
                + Texts.shown(element)
                + " cannot be added");
      }
      String next = element.isNull() ? "" : Texts.text(element);
      String between = first ? "" : separator.textValue();
      Budget.current().charge(1 + next.length() / LOOKS_PER_STEP);
      Budget.current().text((long) joined.length() + between.length() + next.length());
      joined.append(between).append(next);
      first = false;
    }
    return Nodes.text(joined.toString());
  }

  private static JsonNode indices(JsonNode in, JsonNode part) throws JsonQueryException {
    if (in.isNull()) {
      return in;
    }
    if (in.isTextual() && part.isTextual()) {
      return places(in.textValue(), part.textValue());
    }
    if (!in.isArray()) {
      throw Texts.error(
          "Cannot determine indices of " + Texts.type(part) + " in " + Texts.type(in));
    }
    JsonNode wanted = part.isArray() ? part : Nodes.list().add(part);
    ArrayNode places = Nodes.list();
    for (int i = 0; !wanted.isEmpty() && i + wanted.size() <= in.size(); i++) {
      if (standsAt(in, i, wanted)) {
        places.add(i);
      }
    }
    return part.isArray() && part.isEmpty() ? Nodes.nothing() : places;
  }

  private static boolean standsAt(JsonNode in, int from, JsonNode wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      Budget.current().charge(1);
      if (Order.OF_VALUES.compare(in.get(from + i), wanted.get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode places(String text, String part) {
    if (part.isEmpty()) {
      return Nodes.nothing();
    }
    ArrayNode places = Nodes.list();
    int seen = 0;
    int place = 0;
    for (int at = indexOf(text, part, 0); at >= 0; at = indexOf(text, part, at + 1)) {
      place += text.codePointCount(seen, at);
      seen = at;
      places.add(place);
    }
    return places;
  }

  private static JsonNode end(JsonNode places, int which) {
    if (!places.isArray() || places.isEmpty()) {
      return Nodes.nothing();
    }
    return places.get(which < 0 ? places.size() - 1 : which);
  }
}
