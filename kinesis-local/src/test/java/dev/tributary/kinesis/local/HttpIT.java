package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tributary.kinesis.local.RawConnection.Answer;
import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What well-behaved clients do not send, and what they do not do. */
@ExtendWith(LeakCheck.class)
final class HttpIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final String RECORD = "{\"Data\":\"eA==\",\"PartitionKey\":\"k\"}";

  private final LocalKinesis server =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
          new TestClock(),
          new Random(1));
  private RawConnection connection;

  @BeforeEach
  void start() throws IOException {
    server.start();
    server.createStream("s", 1);
    connection = new RawConnection(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    server.close();
  }

  private static String type(Answer answer) throws IOException {
    return JSON.readTree(answer.body()).path("__type").asText();
  }

  @Test
  void answersWithTheEncodingAndIdOfTheRequest() throws IOException {
    Answer answer = connection.call(RawConnection.json("ListStreams", "{}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "application/x-amz-json-1.1");
    assertThat(answer.headers().get("x-amzn-requestid")).hasSize(36);
    assertThat(answer.text())
        .startsWith("{\"StreamNames\":[\"s\"],\"HasMoreStreams\":false,\"StreamSummaries\":[");
    byte[] cbor =
        RawConnection.request(
            "ListStreams",
            "application/x-amz-cbor-1.1",
            CBOR.writeValueAsBytes(JSON.createObjectNode()));
    Answer second = connection.call(cbor);
    assertThat(second.headers()).containsEntry("content-type", "application/x-amz-cbor-1.1");
    assertThat(CBOR.readTree(second.body()).path("StreamNames").get(0).asText()).isEqualTo("s");
    assertThat(second.headers().get("x-amzn-requestid"))
        .isNotEqualTo(answer.headers().get("x-amzn-requestid"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "nonsense",
        "{\"StreamName\":\"s\",\"Records\":[" + RECORD,
        "{\"StreamName\":\"s\",\"Records\":{}}",
        "{\"StreamName\":\"s\",\"Records\":[1]}",
        "{\"StreamName\":1,\"Records\":[" + RECORD + "]}",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":7,\"PartitionKey\":\"k\"}]}",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"!\",\"PartitionKey\":\"k\"}]}",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"eA==\",\"PartitionKey\":[]}]}",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"\",\"PartitionKey\":\"\\uD800\"}]}",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"\",\"PartitionKey\":\"\\uDC00\\uD800\"}]}",
        "{\"x\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
      })
  void refusesMalformedBodies(String body) throws IOException {
    for (String operation : new String[] {"PutRecords", "PutRecord", "ListStreams"}) {
      if (!operation.equals("PutRecords") && body.contains("Records")) {
        continue; // not malformed there: unknown members are ignored
      }
      Answer answer = connection.call(RawConnection.json(operation, body));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(type(answer)).isEqualTo("SerializationException");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"StreamName\":\"s\"}|records",
        "{\"StreamName\":\"s\",\"Records\":null}|records",
        "{\"StreamName\":\"s\",\"Records\":[]}|records",
        "{\"StreamName\":\"\",\"Records\":[" + RECORD + "]}|streamName",
        "{\"StreamName\":\"s\",\"Records\":[{\"PartitionKey\":\"k\"}]}|records.1.member.data",
        "{\"StreamName\":\"s\",\"Records\":["
            + RECORD
            + ",{\"Data\":\"\"}]}|records.2.member.partitionKey",
        "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"\",\"PartitionKey\":\"k\",\"ExplicitHashKey\":\"-1\"}]}|records.1.member.explicitHashKey",
      })
  void namesTheFieldThatIsWrong(String body, String field) throws IOException {
    Answer answer = connection.call(RawConnection.json("PutRecords", body));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("ValidationException");
    assertThat(answer.text()).contains("'" + field + "'");
  }

  /**
   * Found by mutation, seed 2: the error's text could not be written, and the connection closed.
   */
  @Test
  void quotesWhatIsNotUnicode() throws IOException {
    String body = "{\"StreamName\":\"s\",\"ShardId\":\"x\",\"ShardIteratorType\":\"\\uD800" + "\"}";
    Answer answer = connection.call(RawConnection.json("GetShardIterator", body));
    assertThat(type(answer)).isEqualTo("SerializationException");
    String operation = "{\"StreamName\":\"" + "😀".repeat(129) + "\"}";
    Answer cut = connection.call(RawConnection.json("DescribeStream", operation));
    assertThat(type(cut)).isEqualTo("ValidationException");
  }

  @Test
  void ignoresUnknownMembersAndNulls() throws IOException {
    Answer answer =
        connection.call(
            RawConnection.json(
                "PutRecords",
                """
                {"New":{"a":[1,{}]},"StreamARN":null,"StreamName":"s",
                 "Records":[{"X":[],"ExplicitHashKey":null,"Data":"eA==","PartitionKey":"k"}]}
                """));
    assertThat(answer.status()).isEqualTo(200);
  }

  /** As recorded by the tests of kinesalite. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1|Host: x",
        "PUT / HTTP/1.1|Host: x",
        "OPTIONS / HTTP/1.1|Host: x",
        "POST / HTTP/1.1|Host: x",
        "POST / HTTP/1.1|Content-Type: application/x-amz-json-1.0",
        "POST / HTTP/1.1|X-Amz-Target: Kinesis_20131202.ListStreams",
      })
  void answersWhatIsNotTheProtocolInXml(String start, String header) throws IOException {
    connection.sendHead(start, header, "Content-Length: 0");
    Answer answer = connection.receive();
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text())
        .isEqualTo(
            "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be"
                + " authorized</Message>\n</AccessDeniedException>\n");
    assertThat(answer.headers()).doesNotContainKey("content-type");
    assertThat(answer.headers().get("x-amzn-requestid")).hasSize(36);
  }

  /** Browsers send such a request for any page, without asking first. */
  @Test
  void pagesOfOthersDoNotSetFaults() throws IOException {
    for (String origin : new String[] {"https://example.com", "null", "http://localhost.evil"}) {
      connection.sendHead("DELETE /_faults HTTP/1.1", "Host: x", "Origin: " + origin);
      assertThat(connection.receive().status()).isEqualTo(403);
    }
    connection.sendHead("DELETE /_faults HTTP/1.1", "Host: x", "Origin: http://localhost:3000");
    assertThat(connection.receive().status()).isEqualTo(204);
  }

  /** What API Gateway and scripts get that forget the right content type. */
  @Test
  void plainJsonIsNotTheProtocol() throws IOException {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Answer answer = connection.call(RawConnection.request("ListStreams", "application/json", body));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\","
                + "\"message\":null},\"Version\":\"1.0\"}");
  }

  @Test
  void answersARequestForNoOperation() throws IOException {
    connection.sendHead(
        "POST / HTTP/1.1", "Content-Type: application/x-amz-json-1.1", "Content-Length: 0");
    Answer answer = connection.receive();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
    Answer unknown = connection.call(RawConnection.json("FlyToMoon", "{}"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text()).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
    assertThat(unknown.headers().get("x-amzn-requestid")).hasSize(36);
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      requests.write(RawConnection.json("ListShards", "{\"StreamName\":\"s" + i + "\"}"));
    }
    connection.send(requests.toByteArray());
    for (int i = 0; i < 200; i++) {
      assertThat(connection.receive().text()).contains("Stream s" + i + " under");
    }
  }

  /** Some 100 MB of answers wait for a client that reads only afterwards. */
  @Test
  void holdsBackPipelinedRequestsWhoseAnswersAreNotRead() throws IOException {
    String megabyte = "A".repeat(1_000_000);
    connection.call(
        RawConnection.json(
            "PutRecord",
            "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"" + megabyte + "\"}"));
    Answer found =
        connection.call(
            RawConnection.json(
                "GetShardIterator",
                "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"));
    String iterator = JSON.readTree(found.body()).path("ShardIterator").asText();
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      requests.write(RawConnection.json("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}"));
    }
    connection.send(requests.toByteArray());
    for (int i = 0; i < 100; i++) {
      JsonNode page = JSON.readTree(connection.receive().body());
      assertThat(page.at("/Records/0/Data").asText()).hasSize(1_000_000);
    }
  }

  @Test
  void refusesBodiesAndHeadersAboveTheLimits() throws IOException {
    connection.sendHead("POST / HTTP/1.1", "Host: x", "Content-Length: 17000000");
    assertThat(connection.receive().status()).isEqualTo(413);
    try (RawConnection other = new RawConnection(server.port())) {
      other.sendHead("POST / HTTP/1.1", "Host: x", "X-Long: " + "x".repeat(20_000));
      assertThatThrownBy(other::receive).isInstanceOf(IOException.class);
    }
    try (RawConnection other = new RawConnection(server.port())) {
      other.send("\u0016\u0003\u0001 this is not HTTP\r\n\r\n");
      assertThatThrownBy(other::receive).isInstanceOf(IOException.class);
    }
    try (RawConnection other = new RawConnection(server.port())) {
      assertThat(other.call(RawConnection.json("ListStreams", "{}")).status()).isEqualTo(200);
    }
  }

  @Test
  void tellsAClientToContinue() throws IOException {
    connection.sendHead(
        "POST / HTTP/1.1",
        "Host: x",
        "Content-Type: application/x-amz-json-1.1",
        "X-Amz-Target: Kinesis_20131202.ListStreams",
        "Expect: 100-continue",
        "Content-Length: 2");
    assertThat(connection.receive().status()).isEqualTo(100);
    connection.send("{}");
    assertThat(connection.receive().status()).isEqualTo(200);
  }

  @Test
  void closesWhenAskedTo() throws IOException {
    connection.sendHead(
        "POST / HTTP/1.1",
        "Host: x",
        "Connection: close",
        "Content-Type: application/x-amz-json-1.1",
        "X-Amz-Target: Kinesis_20131202.ListStreams",
        "Content-Length: 2");
    connection.send("{}");
    assertThat(connection.receive().status()).isEqualTo(200);
    assertThatThrownBy(connection::receive).isInstanceOf(IOException.class);
  }

  /** Mutated bytes in both encodings: an answer every time, never one of 500. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesMutatedRequests(long seed) throws IOException {
    Random random = new Random(seed);
    ObjectNode valid = JSON.createObjectNode().put("StreamName", "s").put("Limit", 3);
    valid.put("ShardId", "shardId-000000000000").put("ShardIteratorType", "LATEST");
    valid.put("ShardIterator", "x".repeat(40)).put("Timestamp", 1.5);
    valid.putObject("ShardFilter").put("Type", "AT_LATEST");
    valid.putArray("Records").addObject().put("Data", new byte[20]).put("PartitionKey", "k");
    String[] operations = {
      "PutRecords",
      "PutRecord",
      "GetRecords",
      "GetShardIterator",
      "ListShards",
      "ListStreams",
      "CreateStream",
      "DescribeStream",
      "DescribeLimits",
      "DescribeStreamSummary"
    };
    for (int i = 0; i < 1500; i++) {
      boolean cbor = random.nextBoolean();
      byte[] body = (cbor ? CBOR : JSON).writeValueAsBytes(valid);
      for (int m = random.nextInt(4); m >= 0; m--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      String operation = operations[random.nextInt(operations.length)];
      String encoding = cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1";
      Answer answer = connection.call(RawConnection.request(operation, encoding, body));
      assertThat(answer.status()).as("%s, seed %d, request %d", operation, seed, i).isIn(200, 400);
    }
  }
}
