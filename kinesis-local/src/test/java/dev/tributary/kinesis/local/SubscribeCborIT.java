package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.eventstream.Message;

/**
 * SubscribeToShard in CBOR, which the AWS SDK for Java does not use here: frames of HTTP/2 by hand,
 * messages by AWS's own decoder.
 */
@ExtendWith(LeakCheck.class)
final class SubscribeCborIT {
  private static final String SHARD = "shardId-000000000000";
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final int WINDOW = 64 << 20;
  private static final int LENGTH_BYTES = 4;

  private final TestClock clock = new TestClock();
  private LocalKinesis server;
  private WireClient wire;
  private KinesisClient kinesis;
  private RawHttp2 connection;
  private String consumer;

  @BeforeEach
  void start() throws IOException {
    server =
        new LocalKinesis(
            LocalKinesisSettings.defaults()
                .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            clock,
            new Random(1));
    server.start();
    server.createStream("s", 1);
    wire = new WireClient(server.port(), true);
    kinesis = wire.kinesis();
    String arn =
        kinesis
            .describeStreamSummary(r -> r.streamName("s"))
            .streamDescriptionSummary()
            .streamARN();
    consumer =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(arn).consumerName("c"))
            .consumer()
            .consumerARN();
    connection = RawHttp2.connected(server.port(), WINDOW);
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    wire.close();
    server.close();
  }

  private String put(String data) {
    return kinesis
        .putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(data)))
        .sequenceNumber();
  }

  private void subscribe(int stream, Map<String, String> position) throws IOException {
    Map<String, Object> request =
        Map.of("ConsumerARN", consumer, "ShardId", SHARD, "StartingPosition", position);
    connection.requestInCbor(stream, "SubscribeToShard", CBOR.writeValueAsBytes(request));
  }

  /** The bytes of a stream of the connection, cut into messages. */
  private final class Messages {
    private final int stream;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

    Messages(int stream) {
      this.stream = stream;
    }

    Message next() throws IOException {
      while (rest.size() < LENGTH_BYTES || rest.size() < length()) {
        RawHttp2.Frame frame = connection.await(RawHttp2.DATA);
        assertThat(frame.stream()).isEqualTo(stream);
        rest.writeBytes(frame.payload());
      }
      byte[] bytes = rest.toByteArray();
      int length = length();
      rest.reset();
      rest.write(bytes, length, bytes.length - length);
      return Message.decode(ByteBuffer.wrap(bytes, 0, length));
    }

    private int length() {
      return ByteBuffer.wrap(rest.toByteArray()).getInt();
    }

    JsonNode next(String header, String type) throws IOException {
      Message message = next();
      assertThat(message.getHeaders().get(header).getString()).isEqualTo(type);
      assertThat(message.getHeaders().get(":content-type").getString())
          .isEqualTo("application/x-amz-cbor-1.1");
      return CBOR.readTree(message.getPayload());
    }

    JsonNode event() throws IOException {
      return next(":event-type", "SubscribeToShardEvent");
    }

    void assertEnd() throws IOException {
      RawHttp2.Frame last = connection.await(RawHttp2.DATA);
      assertThat(last.payload()).isEmpty();
      assertThat(last.endsStream()).isTrue();
    }
  }

  private Messages subscribed(int stream, Map<String, String> position) throws IOException {
    subscribe(stream, position);
    assertThat(connection.await(RawHttp2.HEADERS).status()).isEqualTo(RawHttp2.STATUS_200);
    Messages messages = new Messages(stream);
    assertThat(messages.next(":event-type", "initial-response")).isEmpty();
    return messages;
  }

  @Test
  void eventsAreInCbor() throws IOException {
    String first = put("a");
    long arrived = clock.millis();
    Messages messages = subscribed(1, Map.of("Type", "TRIM_HORIZON"));
    JsonNode event = messages.event();
    JsonNode record = event.get("Records").get(0);
    assertThat(record.get("Data").isBinary()).isTrue();
    assertThat(record.get("Data").binaryValue()).isEqualTo(new byte[] {'a'});
    assertThat(record.get("PartitionKey").asText()).isEqualTo("k");
    assertThat(record.get("SequenceNumber").asText()).isEqualTo(first);
    assertThat(record.get("ApproximateArrivalTimestamp").longValue()).isEqualTo(arrived);
    assertThat(event.get("ContinuationSequenceNumber").asText()).isEqualTo(first);
    assertThat(event.get("MillisBehindLatest").longValue()).isZero();
    put("b");
    assertThat(messages.event().get("Records").get(0).get("Data").binaryValue())
        .isEqualTo(new byte[] {'b'});
  }

  @Test
  void goesOnFromAContinuationNumberAfterFiveMinutes() throws IOException {
    put("a");
    Messages first = subscribed(1, Map.of("Type", "TRIM_HORIZON"));
    String continuation = first.event().get("ContinuationSequenceNumber").asText();
    clock.advance(Duration.ofMinutes(5));
    first.assertEnd();
    put("b");
    Messages second =
        subscribed(3, Map.of("Type", "AFTER_SEQUENCE_NUMBER", "SequenceNumber", continuation));
    assertThat(second.event().get("Records").get(0).get("Data").binaryValue())
        .isEqualTo(new byte[] {'b'});
  }

  @Test
  void endsWithTheChildrenOfItsShard() throws IOException {
    put("a");
    Messages messages = subscribed(1, Map.of("Type", "TRIM_HORIZON"));
    assertThat(messages.event().get("Records")).hasSize(1);
    kinesis.splitShard(
        r -> r.streamName("s").shardToSplit(SHARD).newStartingHashKey("1" + "0".repeat(38)));
    JsonNode last = messages.event();
    assertThat(last.has("ContinuationSequenceNumber")).isFalse();
    assertThat(last.get("ChildShards").valueStream())
        .extracting(child -> child.get("ShardId").asText())
        .containsExactly("shardId-000000000001", "shardId-000000000002");
    messages.assertEnd();
  }

  @Test
  void anotherTooSoonIsRefusedAndLaterTakesOver() throws IOException {
    Map<String, String> latest = Map.of("Type", "LATEST");
    Messages first = subscribed(1, latest);
    assertThat(first.event().get("Records")).isEmpty();
    subscribe(3, latest);
    assertThat(connection.await(RawHttp2.HEADERS).status()).isEqualTo(RawHttp2.STATUS_400);
    JsonNode refusal = CBOR.readTree(connection.await(RawHttp2.DATA).payload());
    assertThat(refusal.get("__type").asText()).isEqualTo("ResourceInUseException");
    assertThat(refusal.get("message").asText()).startsWith("Another active subscription exists");
    try (RawHttp2 other = RawHttp2.connected(server.port(), WINDOW)) {
      clock.advance(Duration.ofSeconds(5));
      RawHttp2 before = connection;
      connection = other;
      subscribe(1, latest);
      assertThat(other.await(RawHttp2.HEADERS).status()).isEqualTo(RawHttp2.STATUS_200);
      connection = before;
      JsonNode exception = firstException(first);
      assertThat(exception.get("message").asText())
          .startsWith("Another active subscription exists");
      first.assertEnd();
    }
  }

  /** The clock may have made an empty event before. */
  private static JsonNode firstException(Messages messages) throws IOException {
    Message message = messages.next();
    while (!message.getHeaders().containsKey(":exception-type")) {
      message = messages.next();
    }
    assertThat(message.getHeaders().get(":exception-type").getString())
        .isEqualTo("ResourceInUseException");
    return CBOR.readTree(message.getPayload());
  }
}
