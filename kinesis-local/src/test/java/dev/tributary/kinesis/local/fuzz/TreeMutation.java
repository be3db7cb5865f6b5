package dev.tributary.kinesis.local.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Writes a tree in JSON or CBOR, and something else in the place of some of its values: the result
 * is well-formed, but for strings that are half a character.
 */
final class TreeMutation {
  private static final JsonFactory JSON = new JsonFactory();
  private static final CBORFactory CBOR = new CBORFactory();
  private static final int DEPTH_MAX = 900;
  private static final int LONG_TEXT = 300_000;
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "s",
          "t",
          "null",
          "0",
          "-1",
          "00",
          "340282366920938463463374607431768211456",
          "9".repeat(200),
          "shardId-000000000000",
          "shardId-99999999999999999999",
          "shard-1",
          "arn:aws:kinesis:us-east-1:000000000000:stream/",
          "arn:aws:kinesis:eu-west-1:123456789012:stream/s",
          "arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:0",
          "\u0000",
          "é\uD83D\uDE00",
          "(((((a+)+)+)+)+)$",
          "*".repeat(120),
          "AAAA====",
          "{\"a\":1}",
          "PT1H",
          "1h");

  private final RandomGenerator random;
  private final boolean cbor;

  /** How many of a thousand values are replaced; none for the request as it was. */
  private final int perMille;

  TreeMutation(RandomGenerator random, boolean cbor, int perMille) {
    this.random = random;
    this.cbor = cbor;
    this.perMille = perMille;
  }

  byte[] written(JsonNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = cbor ? CBOR.createGenerator(bytes) : JSON.createGenerator(bytes)) {
      value("", tree, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private void value(String name, JsonNode value, JsonGenerator out) throws IOException {
    if (strikes()) {
      other(out);
    } else if (value.isObject()) {
      object(value, out);
    } else if (value.isArray()) {
      out.writeStartArray();
      int repeats = strikes() ? random.nextInt(600) : 1;
      for (int i = 0; i < repeats; i++) {
        for (JsonNode item : value) {
          value("", item, out);
        }
      }
      out.writeEndArray();
    } else if (cbor && name.equals("Data") && value.isTextual()) {
      out.writeBinary(Base64.getDecoder().decode(value.textValue()));
    } else if (cbor && name.endsWith("Timestamp") && out instanceof CBORGenerator tagged) {
      tagged.writeTag(1);
      out.writeNumber(Math.round(value.doubleValue() * 1000));
    } else {
      scalar(value, out);
    }
  }

  private void object(JsonNode value, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (strikes()) {
        continue; // missing
      }
      out.writeFieldName(strikes() ? text() : member.getKey());
      value(member.getKey(), member.getValue(), out);
      if (strikes()) {
        out.writeFieldName(member.getKey()); // twice
        other(out);
      }
    }
    if (strikes()) {
      out.writeFieldName(text());
      other(out);
    }
    out.writeEndObject();
  }

  private static void scalar(JsonNode value, JsonGenerator out) throws IOException {
    switch (value.getNodeType()) {
      case STRING -> out.writeString(value.textValue());
      case BOOLEAN -> out.writeBoolean(value.booleanValue());
      case NUMBER -> {
        if (value.isIntegralNumber()) {
          out.writeNumber(value.longValue());
        } else {
          out.writeNumber(value.doubleValue());
        }
      }
      case NULL, MISSING, ARRAY, BINARY, OBJECT, POJO -> out.writeNull();
    }
  }

  private void other(JsonGenerator out) throws IOException {
    switch (random.nextInt(14)) {
      case 0 -> out.writeNull();
      case 1 -> out.writeBoolean(random.nextBoolean());
      case 2 -> out.writeNumber(random.nextInt(-3, 3));
      case 3 -> out.writeNumber(random.nextLong());
      case 4 -> out.writeNumber(new BigInteger("9".repeat(random.nextInt(1, 400))));
      case 5 -> out.writeNumber(new BigDecimal("1e" + random.nextInt(-20_000, 20_000)));
      case 6 -> out.writeNumber(List.of(Double.NaN, 1e308, -0.0, 0.5).get(random.nextInt(4)));
      case 7 -> out.writeString("x".repeat(random.nextInt(LONG_TEXT)));
      case 8 -> out.writeBinary(new byte[random.nextInt(2000)]);
      case 9 -> nested(out);
      case 10 -> {
        out.writeStartObject();
        out.writeEndObject();
      }
      case 11 -> {
        out.writeStartArray();
        out.writeEndArray();
      }
      default -> out.writeString(text());
    }
  }

  private void nested(JsonGenerator out) throws IOException {
    int depth = random.nextInt(1, DEPTH_MAX);
    boolean objects = random.nextBoolean();
    for (int i = 0; i < depth; i++) {
      if (objects) {
        out.writeStartObject();
        out.writeFieldName("a");
      } else {
        out.writeStartArray();
      }
    }
    out.writeNull();
    for (int i = 0; i < depth; i++) {
      if (objects) {
        out.writeEndObject();
      } else {
        out.writeEndArray();
      }
    }
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private boolean strikes() {
    return random.nextInt(1000) < perMille;
  }
}
