package dev.tributary.benchmarks.internal.peer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a Kinesis says in one of its two encodings, when it has one stream with one open shard and
 * takes everything. Thread-safe.
 */
final class Answers {

  static final Answers JSON = new Answers("application/x-amz-json-1.1", new ObjectMapper(), false);
  static final Answers CBOR =
      new Answers("application/x-amz-cbor-1.1", new ObjectMapper(new CBORFactory()), true);

  private static final int RECORDS_MAX = 500;
  private static final String SHARD = "shardId-000000000000";
  private static final String SEQUENCE_NUMBER =
      "49668899999999999999999999999999999999999999999999999999";
  private static final String HASH_KEY_MAX = "340282366920938463463374607431768211455";

  private final String contentType;
  private final ObjectMapper mapper;
  private final boolean isCbor;

  /** Only the number of records makes a difference, so each answer is made once. */
  private final AtomicReferenceArray<byte[]> puts = new AtomicReferenceArray<>(RECORDS_MAX + 1);

  private Answers(String contentType, ObjectMapper mapper, boolean isCbor) {
    this.contentType = contentType;
    this.mapper = mapper;
    this.isCbor = isCbor;
  }

  String contentType() {
    return contentType;
  }

  RecordCount count(byte[] body, int from, int length) throws IOException {
    if (isCbor) {
      return CborWalk.count(body, from, length);
    }
    RecordCount count = new RecordCount();
    try (JsonParser in = mapper.createParser(body, from, length)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME && in.currentName().equals("Data")) {
          in.nextToken();
          byte[] data = in.getBinaryValue();
          count.add(data, 0, data.length);
        }
      }
    }
    return count;
  }

  /** All of so many records are kept, in the only shard. */
  byte[] putRecords(int records) throws IOException {
    if (records < 1 || records > RECORDS_MAX) {
      throw new IOException("a request with " + records + " records");
    }
    byte[] known = puts.get(records);
    if (known != null) {
      return known;
    }
    ObjectNode answer = mapper.createObjectNode().put("FailedRecordCount", 0);
    ArrayNode results = answer.putArray("Records");
    for (int i = 0; i < records; i++) {
      results.addObject().put("SequenceNumber", SEQUENCE_NUMBER).put("ShardId", SHARD);
    }
    byte[] made = mapper.writeValueAsBytes(answer);
    puts.set(records, made);
    return made;
  }

  /** The answer to any other operation that a producer uses. */
  byte[] control(String operation) throws IOException {
    ObjectNode answer = mapper.createObjectNode();
    switch (operation) {
      case "DescribeStreamSummary" -> summary(answer.putObject("StreamDescriptionSummary"));
      case "ListShards" -> shard(answer.putArray("Shards").addObject());
      case "ListStreams" -> answer.put("HasMoreStreams", false).putArray("StreamNames");
      default -> throw new IOException("the null Kinesis does not know " + operation);
    }
    return mapper.writeValueAsBytes(answer);
  }

  private static void summary(ObjectNode summary) {
    summary
        .put("StreamName", "bench")
        .put("StreamARN", "arn:aws:kinesis:us-east-1:000000000000:stream/bench")
        .put("StreamStatus", "ACTIVE")
        .put("RetentionPeriodHours", 24)
        .put("EncryptionType", "NONE")
        .put("OpenShardCount", 1)
        .put("ConsumerCount", 0)
        .put("MaxRecordSizeInKiB", 1024)
        .putArray("EnhancedMonitoring");
    summary.putObject("StreamModeDetails").put("StreamMode", "PROVISIONED");
  }

  private static void shard(ObjectNode shard) {
    shard.put("ShardId", SHARD);
    shard.putObject("HashKeyRange").put("StartingHashKey", "0").put("EndingHashKey", HASH_KEY_MAX);
    shard.putObject("SequenceNumberRange").put("StartingSequenceNumber", SEQUENCE_NUMBER);
  }
}
