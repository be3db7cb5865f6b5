package dev.tributary.benchmarks.internal.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the null Kinesis counts and says. */
class AnswersTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  @Test
  void countsRecordsAndTheUserRecordsInsideOfAggregates() throws IOException {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode records = request.putArray("Records");
    records.addObject().put("PartitionKey", "a").put("Data", new byte[300]);
    records
        .addObject()
        .put("Data", aggregate(3))
        .put("PartitionKey", "a")
        .put("ExplicitHashKey", "0");
    records.addObject().put("Data", new byte[0]).put("PartitionKey", "b");
    request.put("StreamName", "bench").put("Number", -70_000).put("Flag", true).putNull("Nothing");

    assertCounts(Answers.JSON, JSON.writeValueAsBytes(request));
    assertCounts(Answers.CBOR, CBOR.writeValueAsBytes(request));
  }

  private static void assertCounts(Answers answers, byte[] body) throws IOException {
    byte[] behindOther = new byte[body.length + 7];
    System.arraycopy(body, 0, behindOther, 7, body.length);
    RecordCount count = answers.count(behindOther, 7, body.length);
    assertThat(count.records()).isEqualTo(3);
    assertThat(count.userRecords()).isEqualTo(5);
    assertThat(count.dataBytes()).isEqualTo(300 + aggregate(3).length);
  }

  @Test
  void aRequestThatEndsEarlyIsRefused() throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.putArray("Records").addObject().put("Data", new byte[50]).put("PartitionKey", "a");
    byte[] body = CBOR.writeValueAsBytes(request);
    for (int length = 1; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> Answers.CBOR.count(cut, 0, cut.length))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void answersOneResultPerRecordInTheOnlyShard() throws IOException {
    JsonNode answer = CBOR.readTree(Answers.CBOR.putRecords(500));
    assertThat(answer.path("FailedRecordCount").asInt()).isZero();
    assertThat(answer.path("Records")).hasSize(500);
    assertThat(answer.at("/Records/499/ShardId").asText()).isEqualTo("shardId-000000000000");
    JsonNode shards = JSON.readTree(Answers.JSON.control("ListShards")).path("Shards");
    assertThat(shards).hasSize(1);
    assertThat(shards.at("/0/ShardId").asText()).isEqualTo("shardId-000000000000");
    assertThat(shards.at("/0/HashKeyRange/EndingHashKey").asText())
        .isEqualTo("340282366920938463463374607431768211455");
  }

  /** Two keys, then user records with their key's index and data, then a digest. */
  private static byte[] aggregate(int userRecords) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
    out.writeBytes(new byte[] {0x0A, 1, 'a', 0x0A, 1, 'b'});
    for (int i = 0; i < userRecords; i++) {
      // Field 3, 205 bytes: key index 0, data of 200 bytes with a two byte length.
      out.writeBytes(new byte[] {0x1A, (byte) 0xCD, 0x01, 0x08, 0, 0x1A, (byte) 0xC8, 0x01});
      out.writeBytes(new byte[200]);
    }
    out.writeBytes(new byte[16]);
    return out.toByteArray();
  }
}
