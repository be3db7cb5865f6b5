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
  private int count = -1; // of records; below 0 while there is no list of them
  private final Violations ofRecords = new Violations();
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
      throw KinesisException.malformed();
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "StreamName" -> streamName = text("StreamName");
        case "StreamARN" -> streamArn = text("StreamARN");
        case "DryRun" -> dryRun = flag();
        case "Records" -> entries();
        default -> in.skipChildren();
      }
    }
    checkComplete();
    checkValues();
    return new Request(
        Optional.ofNullable(streamName), Optional.ofNullable(streamArn), dryRun, entries);
  }

  /** What is wrong with records was found while they were read. */
  private void checkValues() throws KinesisException {
    Violations violations = new Violations();
    if (count < 0) {
      violations.missing("records");
    } else if (count == 0) {
      violations.add("records", "Member must have length greater than or equal to 1");
    } else if (count > RECORDS_MAX) {
      violations.add("records", "Member must have length less than or equal to " + RECORDS_MAX);
    }
    violations.addAll(ofRecords);
    if (streamName != null) {
      TextRule.STREAM_NAME.report("streamName", streamName, violations);
    }
    if (streamArn != null) {
      TextRule.STREAM_ARN.report("streamARN", streamArn, violations);
    }
    violations.check();
  }

  private void entries() throws IOException, KinesisException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw ShapeTypes.unexpected(in.currentToken(), "Expected list or null");
    }
    count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      count++;
      if (count <= RECORDS_MAX) {
        entry();
      } else {
        in.skipChildren();
        checkNotTruncated();
      }
    }
  }

  private void entry() throws IOException, KinesisException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw ShapeTypes.unexpected(in.currentToken(), "Expected null");
    }
    String key = null;
    String explicitHashKey = null;
    byte[] data = null;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      switch (name) {
        case "Data" -> data = bytes();
        case "PartitionKey" -> key = text("PartitionKey");
        case "ExplicitHashKey" -> explicitHashKey = text("ExplicitHashKey");
        default -> in.skipChildren();
      }
    }
    checkComplete();
    if (key != null && data != null && PutEntry.allows(key, explicitHashKey, data)) {
      entries.add(PutEntry.of(key, explicitHashKey, data));
    } else {
      String path = "records.%d.member.".formatted(count);
      PutEntry.report(path, key, explicitHashKey, data, ofRecords);
    }
  }

  /** A list without an end gives no tokens any more, for ever. */
  private void checkNotTruncated() throws KinesisException {
    if (in.currentToken() == null) {
      throw KinesisException.malformed();
    }
  }

  /** nextFieldName() gives null at the end of an object and at anything that is no field name. */
  private void checkComplete() throws KinesisException {
    if (in.currentToken() != JsonToken.END_OBJECT) {
      throw KinesisException.malformed();
    }
  }

  private @Nullable String text(String field) throws IOException, KinesisException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> {
        String text = in.getText();
        TextRule.checkUnicode(field, text);
        yield text;
      }
      case null, default ->
          throw ShapeTypes.unexpected(in.currentToken(), "can not be converted to an String");
    };
  }

  private boolean flag() throws KinesisException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case null, default ->
          throw ShapeTypes.unexpected(in.currentToken(), "can not be converted to an Boolean");
    };
  }

  private byte @Nullable [] bytes() throws IOException, KinesisException {
    return switch (in.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
      case null, default ->
          throw ShapeTypes.unexpected(in.currentToken(), "can not be converted to a Blob");
    };
  }
}
