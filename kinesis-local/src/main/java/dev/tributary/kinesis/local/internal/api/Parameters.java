package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request, read as what they have to be. Unknown members are ignored, as in AWS.
 */
final class Parameters {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final List<String> ARNS = List.of("StreamARN", "ConsumerARN", "ResourceARN");
  private static final String STREAM_IN_ARN = ":stream/";

  private final JsonNode object;
  private final Encoding encoding;
  private final String path;

  private Parameters(JsonNode object, Encoding encoding, String path) {
    this.object = object;
    this.encoding = encoding;
    this.path = path;
  }

  static Parameters read(JsonParser in, Encoding encoding) throws IOException, KinesisException {
    JsonNode body = TREES.readTree(in);
    if (body == null || !body.isObject()) {
      throw new KinesisException(
          ErrorType.SERIALIZATION, "the body has to be one " + encoding + " object");
    }
    return new Parameters(body, encoding, "");
  }

  /** The stream that is meant by name or by an ARN of it or its consumer; null if there is none. */
  @Nullable String streamName() {
    if (object.path("StreamName").isTextual()) {
      return object.path("StreamName").textValue();
    }
    for (String member : ARNS) {
      String arn = object.path(member).asText();
      int start = arn.indexOf(STREAM_IN_ARN);
      if (start >= 0) {
        int end = arn.indexOf('/', start + STREAM_IN_ARN.length());
        return arn.substring(start + STREAM_IN_ARN.length(), end < 0 ? arn.length() : end);
      }
    }
    return null;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  Optional<String> text(String name, TextRule rule) throws KinesisException {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isTextual()) {
      throw wrongType(name, "a text");
    }
    return Optional.of(rule.check(field(name), value.textValue()));
  }

  String requiredText(String name, TextRule rule) throws KinesisException {
    Optional<String> text = text(name, rule);
    if (text.isEmpty()) {
      throw KinesisException.missing(field(name));
    }
    return text.get();
  }

  /** False if it is not given. */
  boolean flag(String name) throws KinesisException {
    if (!has(name)) {
      return false;
    }
    JsonNode value = object.get(name);
    if (!value.isBoolean()) {
      throw wrongType(name, "a boolean");
    }
    return value.booleanValue();
  }

  OptionalInt integer(String name, int min, int max) throws KinesisException {
    if (!has(name)) {
      return OptionalInt.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isIntegralNumber()) {
      throw wrongType(name, "an integer");
    }
    if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw KinesisException.invalid(
          field(name), value.asText(), "must be %d to %d".formatted(min, max));
    }
    return OptionalInt.of(value.intValue());
  }

  <T extends Enum<T>> Optional<T> choice(String name, Class<T> type) throws KinesisException {
    Optional<String> text = text(name, TextRule.WORD);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (T constant : type.getEnumConstants()) {
      if (constant.name().equals(text.get())) {
        return Optional.of(constant);
      }
    }
    throw KinesisException.invalid(
        field(name), text.get(), "must be one of " + Arrays.toString(type.getEnumConstants()));
  }

  <T extends Enum<T>> T requiredChoice(String name, Class<T> type) throws KinesisException {
    Optional<T> choice = choice(name, type);
    if (choice.isEmpty()) {
      throw KinesisException.missing(field(name));
    }
    return choice.get();
  }

  /** Milliseconds since the epoch. JSON carries seconds with a fraction, CBOR milliseconds. */
  OptionalLong timestampMillis(String name) throws KinesisException {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isNumber()) {
      throw wrongType(name, "a number");
    }
    double scale =
        switch (encoding) {
          case JSON -> 1000.0;
          case CBOR -> 1.0;
        };
    return OptionalLong.of(Math.round(value.doubleValue() * scale));
  }

  Optional<Parameters> object(String name) throws KinesisException {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = object.get(name);
    if (!value.isObject()) {
      throw wrongType(name, "an object");
    }
    return Optional.of(new Parameters(value, encoding, field(name) + "."));
  }

  /** Base64 in JSON, a byte string in CBOR. */
  byte[] requiredBytes(String name) throws IOException, KinesisException {
    if (!has(name)) {
      throw KinesisException.missing(field(name));
    }
    byte @Nullable [] value = object.get(name).binaryValue();
    if (value == null) {
      throw wrongType(name, "bytes");
    }
    return value;
  }

  private KinesisException wrongType(String name, String right) {
    return new KinesisException(
        ErrorType.SERIALIZATION,
        "%s is a %s, must be %s"
            .formatted(
                field(name),
                object.get(name).getNodeType().name().toLowerCase(Locale.ROOT),
                right));
  }

  /** AWS's messages write members with a small first letter, and the path to them with dots. */
  private String field(String name) {
    return path + Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
