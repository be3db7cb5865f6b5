package dev.tributary.rule.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON text to values and back.
 *
 * <p>Reading is strict (RFC 8259) and bounded: {@link SqlLimits#VALUE_DEPTH} levels, numbers of
 * {@value #NUMBER_CHARS} characters. Integers keep every digit; of duplicate keys the last wins.
 * Writing keeps the order of keys, prints floats in their shortest form, undefined as the text
 * {@code "undefined"}, and replaces bytes that are no UTF-8 by U+FFFD.
 */
public final class Json {
  private static final int NUMBER_CHARS = 1000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Keys come from devices: they do not belong into the JVM's table of interned strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SqlLimits.VALUE_DEPTH)
                  .maxNumberLength(NUMBER_CHARS)
                  .build())
          .build();

  private Json() {}

  /** Decodes one JSON value; anything but white space after it is an error. */
  public static Value parse(byte[] json) throws JsonException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("not JSON: empty text");
      }
      Value value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonException("not JSON: more text after the value, at byte " + position(parser));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new JsonException("not JSON: " + reason(e));
    } catch (IOException e) {
      // Reading from memory fails only over bytes that are no UTF-8 or UTF-16/32 text.
      throw new JsonException("not JSON: the bytes are not UTF-8");
    }
  }

  /** The value as JSON text in UTF-8. */
  public static byte[] write(Value value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.bytes();
  }

  /** The value as JSON text. */
  public static String writeText(Value value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.text();
  }

  private static Value value(JsonParser parser, JsonToken token) throws IOException, JsonException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> real(parser);
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_NULL -> Value.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonException("not JSON: unexpected " + token + " at byte " + position(parser));
    };
  }

  private static Value object(JsonParser parser) throws IOException, JsonException {
    Value.Map.Builder map = Value.Map.builder();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      map.put(key, value(parser, parser.nextToken()));
    }
    return map.build();
  }

  private static Value array(JsonParser parser) throws IOException, JsonException {
    List<Value> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return Value.of(elements);
  }

  private static Value integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> Value.of(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> Value.of(parser.getBigIntegerValue());
    };
  }

  private static Value real(JsonParser parser) throws IOException, JsonException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw new JsonException("not JSON: number out of range at byte " + position(parser));
    }
    return Value.of(value);
  }

  private static long position(JsonParser parser) {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** The parser's reason without the excerpt of the text, which is a device's payload. */
  private static String reason(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "more than "
          + SqlLimits.VALUE_DEPTH
          + " levels, or a number of more than "
          + NUMBER_CHARS
          + " characters";
    }
    String text = e.getOriginalMessage();
    String reason = text.startsWith("Unrecognized token") ? "unrecognized token" : text;
    JsonLocation at = e.getLocation();
    return at == null ? reason : reason + " near byte " + Math.max(0, at.getByteOffset());
  }
}
