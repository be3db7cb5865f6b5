package dev.tributary.kinesis.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * AWS's SDK for Java in each way in which it can speak: blocking and asynchronous, HTTP/1.1 and
 * HTTP/2, with and without TLS, CBOR and JSON. A waiter that has to wait does so for ten seconds;
 * here streams change at once.
 */
final class SdkClientsIT {
  private static final AttributeMap TRUSTING =
      AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true).build();

  private static OurServer server;

  @BeforeAll
  static void start() {
    server = OurServer.inMemory(OurServer.LIMITS, Duration.ZERO);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  enum Transport {
    BLOCKING,
    ASYNCHRONOUS,
    ASYNCHRONOUS_2
  }

  static List<Arguments> ways() {
    return Arrays.stream(Transport.values())
        .flatMap(transport ->
            Stream.of(true, false)
                .flatMap(
                    tls -> Stream.of(true, false).map(cbor -> Arguments.of(transport, tls, cbor))))
        .toList();
  }

  @ParameterizedTest(name = "{0} tls={1} cbor={2}")
  @MethodSource("ways")
  void putsAndReads(Transport transport, boolean tls, boolean cbor) {
    try (Speaker speaker = speaker(transport, tls, cbor)) {
      String stream = "s" + UUID.randomUUID();
      speaker.create(stream);
      speaker.put(
          PutRecordsRequest.builder()
              .streamName(stream)
              .records(
                  ContractFixture.entry("a", "one"),
                  ContractFixture.entry("b", "x".repeat(100_000)))
              .build());
      List<Record> read =
          speaker.read(
              GetShardIteratorRequest.builder()
                  .streamName(stream)
                  .shardId(ContractFixture.SHARD_0)
                  .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                  .build());
      assertThat(read).extracting(Record::partitionKey).containsExactly("a", "b");
      assertThat(read.getLast().data()).isEqualTo(SdkBytes.fromUtf8String("x".repeat(100_000)));
    }
  }

  /** What either kind of client does here. */
  private interface Speaker extends AutoCloseable {
    void create(String stream);

    void put(PutRecordsRequest request);

    List<Record> read(GetShardIteratorRequest from);

    @Override
    void close();
  }

  /** The SDK reads the system property {@code aws.cborEnabled} when a client is built. */
  private static Speaker speaker(Transport transport, boolean tls, boolean cbor) {
    System.setProperty("aws.cborEnabled", Boolean.toString(cbor));
    try {
      return switch (transport) {
        case BLOCKING -> new Blocking(tls);
        case ASYNCHRONOUS -> new Asynchronous(tls, Protocol.HTTP1_1);
        case ASYNCHRONOUS_2 -> new Asynchronous(tls, Protocol.HTTP2);
      };
    } finally {
      System.clearProperty("aws.cborEnabled");
    }
  }

  private record Blocking(KinesisClient client) implements Speaker {
    Blocking(boolean tls) {
      this(
          Clients.aimed(KinesisClient.builder(), server.endpoint().of(tls))
              .httpClient(ApacheHttpClient.builder().buildWithDefaults(TRUSTING))
              .build());
    }

    @Override
    public void create(String stream) {
      client.createStream(r -> r.streamName(stream).shardCount(1));
      client.waiter().waitUntilStreamExists(r -> r.streamName(stream));
    }

    @Override
    public void put(PutRecordsRequest request) {
      assertThat(client.putRecords(request).failedRecordCount()).isZero();
    }

    @Override
    public List<Record> read(GetShardIteratorRequest from) {
      String iterator = client.getShardIterator(from).shardIterator();
      return client
          .getRecords(GetRecordsRequest.builder().shardIterator(iterator).build())
          .records();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private record Asynchronous(KinesisAsyncClient client) implements Speaker {
    Asynchronous(boolean tls, Protocol protocol) {
      this(
          Clients.aimed(KinesisAsyncClient.builder(), server.endpoint().of(tls))
              .httpClient(Clients.http(protocol))
              .build());
    }

    @Override
    public void create(String stream) {
      client.createStream(r -> r.streamName(stream).shardCount(1)).join();
      client.waiter().waitUntilStreamExists(r -> r.streamName(stream)).join();
    }

    @Override
    public void put(PutRecordsRequest request) {
      assertThat(client.putRecords(request).join().failedRecordCount()).isZero();
    }

    @Override
    public List<Record> read(GetShardIteratorRequest from) {
      String iterator = client.getShardIterator(from).join().shardIterator();
      return client
          .getRecords(GetRecordsRequest.builder().shardIterator(iterator).build())
          .join()
          .records();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
