package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The AWS SDK's async client over both protocols, with and without TLS, signatures checked. */
@ExtendWith(LeakCheck.class)
@ParameterizedClass(name = "{0} tls={1}")
@CsvSource({"HTTP1_1,false", "HTTP1_1,true", "HTTP2,false", "HTTP2,true"})
final class ProtocolsIT {
  private final Protocol protocol;
  private final boolean tls;
  private final TestClock clock = new TestClock(Instant.now());
  private LocalKinesis server;
  private KinesisAsyncClient kinesis;

  ProtocolsIT(Protocol protocol, boolean tls) {
    this.protocol = protocol;
    this.tls = tls;
  }

  @BeforeEach
  void start() throws IOException {
    SdkGlobalTime.setGlobalTimeOffset(0); // the SDK learns from servers, also those of other tests
    server =
        new LocalKinesis(
            LocalKinesisSettings.defaults()
                .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withTls(tls)
                .withCredentials(Map.of(AsyncClients.ACCESS_KEY, AsyncClients.SECRET)),
            clock,
            new Random(1));
    server.start();
    server.createStream("s", 1);
    kinesis = AsyncClients.connect(server.port(), protocol, tls);
  }

  @AfterEach
  void stop() {
    kinesis.close();
    server.close();
  }

  @Test
  void putsAndReads() {
    kinesis
        .putRecord(r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("x")))
        .join();
    assertThat(read()).containsExactly("x");
  }

  private List<String> read() {
    String iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName("s")
                    .shardId("shardId-000000000000")
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .join()
            .shardIterator();
    return kinesis.getRecords(r -> r.shardIterator(iterator)).join().records().stream()
        .map(record -> record.data().asUtf8String())
        .toList();
  }

  @Test
  void answersManyRequestsAtOnce() {
    List<CompletableFuture<PutRecordsResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(
          kinesis.putRecords(r ->
              r.streamName("s")
                  .records(
                      PutRecordsRequestEntry.builder()
                          .partitionKey("k")
                          .data(SdkBytes.fromByteArray(new byte[10_000]))
                          .build())));
    }
    assertThat(answers).allSatisfy(a -> assertThat(a.join().failedRecordCount()).isZero());
    assertThat(read()).hasSize(200);
  }

  /** Larger than any window: both directions have to be let go on. */
  @Test
  void carriesTheLargestRequestAndPage() {
    List<PutRecordsRequestEntry> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      records.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("k")
              .data(SdkBytes.fromByteArray(new byte[1_000_000]))
              .build());
    }
    assertThat(
            kinesis.putRecords(r -> r.streamName("s").records(records)).join().failedRecordCount())
        .isZero();
    assertThat(read()).hasSize(10).allSatisfy(data -> assertThat(data).hasSize(1_000_000));
  }

  @Test
  void answersErrorsWithTheirTypes() {
    assertThatThrownBy(() -> kinesis.describeStreamSummary(r -> r.streamName("none")).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
              assertThat(e.requestId()).hasSize(36);
              assertThat(e.extendedRequestId()).hasSizeGreaterThan(64);
            });
  }

  @Test
  void refusesAWrongSecret() {
    try (KinesisAsyncClient other =
        AsyncClients.connect(server.port(), protocol, tls, AsyncClients.ACCESS_KEY, "wrong")) {
      assertThatThrownBy(() -> other.listStreams().join())
          .hasMessageContaining("The request signature we calculated does not match");
    }
  }
}
