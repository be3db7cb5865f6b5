package dev.tributary.rule.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Jackson and the JDK's strict UTF-8 decoder make of a text: the measure of our own reader.
 * Jackson gets characters, because from bytes it guesses encodings and lets some wrong UTF-8 pass.
 */
final class JacksonOracle {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SqlLimits.VALUE_DEPTH)
                  .maxNumberLength(JsonScanner.NUMBER_CHARS_MAX)
                  .build())
          .build();

  /**
   * Jackson refuses half a surrogate pair in keys and takes it in strings; RFC 8259 lets both pass.
   */
  static final class Undecided extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private JacksonOracle() {}

  /** Empty if the text is no JSON. */
  static Optional<Value> parse(byte[] text) {
    try (JsonParser parser = FACTORY.createParser(characters(text))) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      Optional<Value> value = Optional.of(value(parser, first));
      return parser.nextToken() == null ? value : Optional.empty();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("surrogate")) {
        throw new Undecided();
      }
      return Optional.empty();
    }
  }

  private static String characters(byte[] text) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(text))
        .toString();
  }

  private static Value value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> Value.of(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> {
        if (!Double.isFinite(parser.getDoubleValue())) {
          throw new IOException("infinite");
        }
        yield Value.of(parser.getDoubleValue());
      }
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_NULL -> Value.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("unexpected " + token);
    };
  }

  private static Value object(JsonParser parser) throws IOException {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      entries.put(key, value(parser, parser.nextToken()));
    }
    Value.Map.Builder map = Value.Map.builder();
    entries.forEach(map::put);
    return map.build();
  }

  private static Value array(JsonParser parser) throws IOException {
    List<Value> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return Value.of(elements);
  }
}
