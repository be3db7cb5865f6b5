package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kinesis.local.internal.api.Shape.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request. It was checked against its shape when it was read: what is here has the
 * right types and values, and what is required is there. Unknown members are ignored, as in AWS.
 */
final class Parameters {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final List<String> ARNS = List.of("StreamARN", "ConsumerARN", "ResourceARN");
  private static final String STREAM_IN_ARN = ":stream/";

  private final JsonNode object;
  private final Encoding encoding;

  private Parameters(JsonNode object, Encoding encoding) {
    this.object = object;
    this.encoding = encoding;
  }

  /** Throws IOException when the body is malformed. */
  static Parameters read(JsonParser in, Encoding encoding, Structure shape)
      throws IOException, KinesisException {
    JsonNode body = TREES.readTree(in);
    if (body == null || !body.isObject()) {
      throw KinesisException.malformed();
    }
    ShapeTypes.check(body, shape);
    ShapeValues.check(body, shape);
    return new Parameters(body, encoding);
  }

  /** The stream that is meant by name or by an ARN of it or its consumer; null if there is none. */
  @Nullable String streamName() {
    if (has("StreamName")) {
      return object.get("StreamName").textValue();
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

  Optional<String> text(String name) {
    return has(name) ? Optional.of(object.get(name).textValue()) : Optional.empty();
  }

  String requiredText(String name) {
    return object.get(name).textValue();
  }

  /** False if it is not given. */
  boolean flag(String name) {
    return object.path(name).asText().equalsIgnoreCase("true");
  }

  OptionalInt integer(String name) {
    return has(name) ? OptionalInt.of(requiredInteger(name)) : OptionalInt.empty();
  }

  int requiredInteger(String name) {
    return ShapeValues.whole(object.get(name));
  }

  <T extends Enum<T>> T requiredChoice(String name, Class<T> type) {
    return Enum.valueOf(type, requiredText(name));
  }

  /** Milliseconds since the epoch. JSON carries seconds with a fraction, CBOR milliseconds. */
  OptionalLong timestampMillis(String name) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    double scale =
        switch (encoding) {
          case JSON -> 1000.0;
          case CBOR -> 1.0;
        };
    return OptionalLong.of(Math.round(object.get(name).doubleValue() * scale));
  }

  Optional<Parameters> object(String name) {
    return has(name) ? Optional.of(new Parameters(object.get(name), encoding)) : Optional.empty();
  }

  /** Empty if it is not given. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    object.path(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Empty if it is not given. */
  SortedMap<String, String> textsByKey(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> pair : object.path(name).properties()) {
      texts.put(pair.getKey(), pair.getValue().isNull() ? "" : pair.getValue().asText());
    }
    return texts;
  }

  /** Base64 in JSON, a byte string in CBOR. */
  byte[] requiredBytes(String name) throws KinesisException {
    JsonNode value = object.get(name);
    try {
      byte @Nullable [] bytes = value.binaryValue();
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException _) {
      // Not base64.
    }
    throw KinesisException.notBase64(value.asText());
  }
}
