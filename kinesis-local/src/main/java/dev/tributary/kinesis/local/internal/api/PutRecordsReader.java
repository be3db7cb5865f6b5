package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PutRecords request token by token: this is the one request that is large and frequent,
 * and a tree of it would cost more than all the rest (see RATIONALE.md).
 */
final class PutRecordsReader {
  /** Kinesis limit. */
  private static final int RECORDS_MAX = 500;

  private final JsonParser in;
  private @Nullable String streamName;
  private @Nullable String streamArn;
  private boolean dryRun;
  private final List<PutEntry> entries = new ArrayList<>();

  private PutRecordsReader(JsonParser in) {
    this.in = in;
  }

  /** The request; there is at least one entry. */
  record Request(
      Optional<String> streamName,
      Optional<String> streamArn,
      boolean dryRun,
      List<PutEntry> entries) {

    /** The stream that is meant, whether it exists or not; null if none is named. */
    @Nullable String addressedName() {
      return streamName
          .or(() -> streamArn.map(arn -> arn.substring(arn.indexOf('/') + 1)))
          .orElse(null);
    }
  }

  static Request read(JsonParser in) throws IOException, KinesisException {
    return new PutRecordsReader(in).request();
  }

  private Request request() throws IOException, KinesisException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw wrongType("the body", "an object");
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "StreamName" -> streamName = text("streamName", TextRule.STREAM_NAME);
        case "StreamARN" -> streamArn = text("streamARN", TextRule.STREAM_ARN);
        case "DryRun" -> dryRun = flag("dryRun");
        case "Records" -> entries();
        default -> in.skipChildren();
      }
    }
    checkComplete();
    if (entries.isEmpty()) {
      throw KinesisException.invalid(
          "records", "[]", "Member must have length greater than or equal to 1");
    }
    return new Request(
        Optional.ofNullable(streamName), Optional.ofNullable(streamArn), dryRun, entries);
  }

  private void entries() throws IOException, KinesisException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType("records", "a list");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (entries.size() == RECORDS_MAX) {
        throw KinesisException.invalid(
            "records", "[…]", "Member must have length less than or equal to " + RECORDS_MAX);
      }
      entries.add(entry("records." + (entries.size() + 1) + ".member."));
    }
  }

  private PutEntry entry(String path) throws IOException, KinesisException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(path, "an object");
    }
    String key = null;
    String explicitHashKey = null;
    byte[] data = null;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "Data" -> data = bytes(path + "data");
        case "PartitionKey" -> key = text(path + "partitionKey");
        case "ExplicitHashKey" -> explicitHashKey = text(path + "explicitHashKey");
        default -> in.skipChildren();
      }
    }
    checkComplete();
    return PutEntry.of(path, key, explicitHashKey, data);
  }

  /** nextFieldName() gives null at the end of an object and at anything that is no field name. */
  private void checkComplete() throws KinesisException {
    if (in.currentToken() != JsonToken.END_OBJECT) {
      throw wrongType("the body", "complete");
    }
  }

  private @Nullable String text(String field, TextRule rule) throws IOException, KinesisException {
    String text = text(field);
    return text == null ? null : rule.check(field, text);
  }

  private @Nullable String text(String field) throws IOException, KinesisException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> in.getText();
      case null, default -> throw wrongType(field, "a text");
    };
  }

  private boolean flag(String field) throws KinesisException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case null, default -> throw wrongType(field, "a boolean");
    };
  }

  private byte @Nullable [] bytes(String field) throws IOException, KinesisException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
      case null, default -> throw wrongType(field, "bytes");
    };
  }

  private KinesisException wrongType(String what, String right) {
    return new KinesisException(
        ErrorType.SERIALIZATION, "%s must be %s, not %s".formatted(what, right, in.currentToken()));
  }
}
