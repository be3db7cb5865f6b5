package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Operations beside the loops, which is how they are performed when storage is on disk. */
@ExtendWith(LeakCheck.class)
final class OnDiskIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private LocalKinesis server;

  @BeforeEach
  void start() throws IOException {
    server =
        new LocalKinesis(
            LocalKinesisSettings.defaults()
                .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withDirectory(Optional.of(directory)),
            new TestClock(),
            new Random(1));
    server.start();
    server.createStream("s", 1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws IOException {
    try (RawConnection connection = new RawConnection(server.port())) {
      ByteArrayOutputStream requests = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        requests.writeBytes(
            RawConnection.json(
                "PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"eA==\"}"));
      }
      connection.send(requests.toByteArray());
      String before = "";
      for (int i = 0; i < 200; i++) {
        JsonNode answer = JSON.readTree(connection.receive().body());
        String number = answer.path("SequenceNumber").asText();
        assertThat(number).isGreaterThan(before);
        before = number;
      }
    }
  }

  @Test
  void pushesToASubscriberOverHttp2() throws Exception {
    try (KinesisAsyncClient kinesis = AsyncClients.connect(server.port(), Protocol.HTTP2, false)) {
      String consumer =
          kinesis
              .registerStreamConsumer(r ->
                  r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s").consumerName("c"))
              .join()
              .consumer()
              .consumerARN();
      CountDownLatch records = new CountDownLatch(300);
      var _ =
          kinesis.subscribeToShard(
              r ->
                  r.consumerARN(consumer)
                      .shardId("shardId-000000000000")
                      .startingPosition(p -> p.type(ShardIteratorType.TRIM_HORIZON)),
              SubscribeToShardResponseHandler.builder()
                  .subscriber(
                      SubscribeToShardResponseHandler.Visitor.builder()
                          .onSubscribeToShardEvent(
                              event -> event.records().forEach(_ -> records.countDown()))
                          .build())
                  .build());
      IntStream.range(0, 300)
          .mapToObj(i ->
              kinesis.putRecord(r ->
                  r.streamName("s").partitionKey("k" + i).data(SdkBytes.fromUtf8String("x" + i))))
          .toList()
          .forEach(put -> put.join());
      assertThat(records.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Whoever is closed in the middle of work leaves nothing behind that is in use. */
  @Test
  void closesWhileRequestsAreUnderWay() throws IOException {
    try (RawConnection connection = new RawConnection(server.port())) {
      ByteArrayOutputStream requests = new ByteArrayOutputStream();
      for (int i = 0; i < 500; i++) {
        requests.writeBytes(RawConnection.json("DescribeStream", "{\"StreamName\":\"s\"}"));
      }
      connection.send(requests.toByteArray());
      assertThat(connection.receive().status()).isEqualTo(200);
      server.close();
    }
    assertThat(directory).isNotEmptyDirectory();
  }
}
