package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kinesis.local.RawHttp2.Frame;
import dev.tributary.testkit.TestClock;
import dev.tributary.testkit.netty.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no good client of HTTP/2 does; section numbers are those of RFC 9113. */
@ExtendWith(LeakCheck.class)
final class Http2IT {
  private static final int WINDOW = 1 << 20;
  private static final int REFUSED_STREAM = 7;
  private static final int INTERNAL_ERROR = 2;

  private final LocalKinesis server =
      new LocalKinesis(
          LocalKinesisSettings.defaults()
              .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withThreads(1),
          new TestClock(),
          new Random(1));
  private RawHttp2 connection;

  @BeforeEach
  void start() throws IOException {
    server.start();
    server.createStream("s", 1);
    connection = RawHttp2.connected(server.port(), WINDOW);
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    server.close();
  }

  private static void assertAnswers(RawHttp2 connection, int stream) throws IOException {
    connection.request(stream, "ListStreams", "{}", true);
    Frame headers = connection.await(RawHttp2.HEADERS);
    assertThat(headers.status()).isEqualTo(RawHttp2.STATUS_200);
    assertThat(headers.stream()).isEqualTo(stream);
    assertThat(new String(connection.await(RawHttp2.DATA).payload(), StandardCharsets.UTF_8))
        .contains("\"StreamNames\":[\"s\"]");
  }

  @Test
  void takesAPrefaceInPieces() throws IOException {
    try (RawHttp2 slow = new RawHttp2(server.port())) {
      for (byte b : RawHttp2.PREFACE.getBytes(StandardCharsets.US_ASCII)) {
        slow.send(new byte[] {b});
      }
      slow.send(RawHttp2.SETTINGS, 0, 0, new byte[0]);
      assertAnswers(slow, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nthis is no frame of type settings, is it?",
        "PRI",
        "\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000"
      })
  void survivesGarbageForAPreface(String garbage) throws IOException {
    try (RawHttp2 other = new RawHttp2(server.port())) {
      other.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
    }
    assertAnswers(connection, 1);
  }

  /** 5.1.2: a stream above the limit is refused, the others are not touched. */
  @Test
  void refusesStreamsAboveTheLimit() throws IOException {
    int stream = 1;
    for (int i = 0; i < 129; i++, stream += 2) {
      connection.request(stream, "ListStreams", "", false);
    }
    Frame refused = connection.await(RawHttp2.RST_STREAM);
    assertThat(refused.stream()).isEqualTo(stream - 2);
    assertThat(refused.number()).isEqualTo(REFUSED_STREAM);
    connection.send(RawHttp2.DATA, RawHttp2.END_STREAM, 1, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(connection.await(RawHttp2.HEADERS).status()).isEqualTo(RawHttp2.STATUS_200);
  }

  @Test
  void refusesHeadersAboveTheLimit() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, (byte) 0x84});
    for (int i = 0; i < 3; i++) {
      RawHttp2.header(headers, "x-long-" + i, "x".repeat(5_400));
    }
    connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, headers.toByteArray());
    // 431, or the stream is reset: either way it is not performed, and others are.
    Frame answer = connection.receive();
    while (answer.stream() != 1) {
      answer = connection.receive();
    }
    assertThat(answer.endsStream() || answer.type() == RawHttp2.RST_STREAM).isTrue();
    try (RawHttp2 other = RawHttp2.connected(server.port(), WINDOW)) {
      assertAnswers(other, 1);
    }
  }

  @Test
  void refusesBodiesAboveTheLimit() throws IOException {
    connection.request(1, "PutRecord", "", false);
    byte[] part = new byte[16_384];
    Frame answer = null;
    int window = WINDOW;
    for (int i = 0; i < 1_100 && answer == null; i++) {
      while (window < part.length) {
        Frame frame = connection.receive();
        if (frame.type() == RawHttp2.WINDOW_UPDATE && frame.stream() == 1) {
          window += frame.number();
        } else if (frame.type() == RawHttp2.HEADERS) {
          answer = frame;
          break;
        }
      }
      connection.send(RawHttp2.DATA, 0, 1, part);
      window -= part.length;
    }
    if (answer == null) {
      answer = connection.await(RawHttp2.HEADERS);
    }
    assertThat(answer.status()).isNotEqualTo(RawHttp2.STATUS_200);
    try (RawHttp2 other = RawHttp2.connected(server.port(), WINDOW)) {
      assertAnswers(other, 1);
    }
  }

  /** The JDK's client upgrades, also with a request that has a body. */
  @ParameterizedTest
  @ValueSource(ints = {1, 900_000})
  void upgradesHttp1(int bytes) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpRequest put =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
              .header("Content-Type", "application/x-amz-json-1.1")
              .header("X-Amz-Target", "Kinesis_20131202.PutRecord")
              .POST(
                  BodyPublishers.ofString(
                      "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\""
                          + "AAAA".repeat(bytes / 4 + 1)
                          + "\"}"))
              .build();
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = client.send(put, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    }
  }

  /** A subscriber that does not read costs one event, and misses nothing. */
  @Test
  void pushesToASlowSubscriber() throws Exception {
    String consumer;
    try (RawConnection http1 = new RawConnection(server.port())) {
      String text =
          http1
              .call(
                  RawConnection.json(
                      "RegisterStreamConsumer",
                      "{\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\",\"ConsumerName\":\"c\"}"))
              .text();
      consumer = text.replaceAll(".*\"ConsumerARN\":\"([^\"]+)\".*", "$1");
    }
    try (RawHttp2 slow = RawHttp2.connected(server.port(), 0)) {
      slow.request(
          1,
          "SubscribeToShard",
          "{\"ConsumerARN\":\"%s\",\"ShardId\":\"shardId-000000000000\",\"StartingPosition\":{\"Type\":\"TRIM_HORIZON\"}}"
              .formatted(consumer),
          true);
      assertThat(slow.await(RawHttp2.HEADERS).status()).isEqualTo(RawHttp2.STATUS_200);
      String iterator = "";
      for (int i = 0; i < 30; i++) {
        iterator = megabyteBehindAnIterator();
      }
      assertThat(iterator).isNotEmpty();
      slow.windowUpdate(0, 500_000_000);
      slow.windowUpdate(1, 500_000_000);
      long received = 0;
      while (received < 30_000_000) {
        Frame frame = slow.await(RawHttp2.DATA);
        assertThat(frame.endsStream()).isFalse();
        received += frame.payload().length;
      }
    }
  }

  /** Answers that nobody reads hold back the requests behind them, not the whole server. */
  @Test
  void answersManyStreamsToASlowReaderOneAfterTheOther() throws IOException {
    String iterator = megabyteBehindAnIterator();
    int streams = 60;
    try (RawHttp2 slow = RawHttp2.connected(server.port(), 0)) {
      for (int i = 0; i < streams; i++) {
        slow.request(2 * i + 1, "GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}", true);
      }
      assertAnswers(connection, 1); // others are served meanwhile
      Map<Integer, Integer> received = new HashMap<>();
      Set<Integer> ended = new HashSet<>();
      slow.windowUpdate(0, 500_000_000);
      for (int i = 0; i < streams; i++) {
        slow.windowUpdate(2 * i + 1, 5_000_000);
      }
      while (ended.size() < streams) {
        Frame frame = slow.receive();
        if (frame.type() == RawHttp2.DATA) {
          received.merge(frame.stream(), frame.payload().length, Integer::sum);
          if (frame.endsStream()) {
            ended.add(frame.stream());
          }
        }
      }
      assertThat(received.values()).allSatisfy(bytes -> assertThat(bytes).isGreaterThan(1_000_000));
    }
  }

  private String megabyteBehindAnIterator() throws IOException {
    try (RawConnection http1 = new RawConnection(server.port())) {
      http1.call(
          RawConnection.json(
              "PutRecord",
              "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\""
                  + "A".repeat(1_000_000)
                  + "\"}"));
      String text =
          http1
              .call(
                  RawConnection.json(
                      "GetShardIterator",
                      "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"))
              .text();
      return text.substring(text.indexOf(":\"") + 2, text.lastIndexOf('"'));
    }
  }

  /** Clients that leave while their requests wait or are answered take nothing with them. */
  @Test
  void survivesResetsOfStreamsThatAreUnderWay() throws IOException {
    String iterator = megabyteBehindAnIterator();
    try (RawHttp2 leaving = RawHttp2.connected(server.port(), 0)) {
      for (int i = 0; i < 60; i++) {
        leaving.request(2 * i + 1, "GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}", true);
      }
      for (int i = 0; i < 60; i++) {
        leaving.send(RawHttp2.RST_STREAM, 0, 2 * i + 1, ByteBuffer.allocate(4).putInt(8).array());
      }
      leaving.windowUpdate(0, 5_000_000);
      leaving.request(201, "ListStreams", "{}", true);
      leaving.windowUpdate(201, 100_000);
      Frame headers = leaving.await(RawHttp2.HEADERS);
      while (headers.stream() != 201) {
        headers = leaving.await(RawHttp2.HEADERS);
      }
      assertThat(headers.status()).isEqualTo(RawHttp2.STATUS_200);
    }
    assertAnswers(connection, 1);
  }

  @Test
  void resetsOnlyTheStreamThatAFaultHits() throws IOException {
    server.faults().add(FaultRule.always(new FaultEffect.ResetBeforeStoring()).withTimes(1));
    connection.request(1, "ListStreams", "{}", true);
    Frame reset = connection.await(RawHttp2.RST_STREAM);
    assertThat(reset.stream()).isEqualTo(1);
    assertThat(reset.number()).isEqualTo(INTERNAL_ERROR);
    assertAnswers(connection, 3);
  }

  @Test
  void answersPathsThatAreNotThere() throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86}); // GET, http
    RawHttp2.header(headers, ":path", "/nothing");
    connection.send(
        RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, headers.toByteArray());
    assertThat(connection.await(RawHttp2.HEADERS).status()).isEqualTo(0x8d); // 404
  }

  /** A flood of anything is the client's loss only. */
  @ParameterizedTest
  @ValueSource(ints = {RawHttp2.PING, RawHttp2.SETTINGS, RawHttp2.RST_STREAM})
  void survivesFloods(int type) throws IOException {
    try (RawHttp2 flood = RawHttp2.connected(server.port(), WINDOW)) {
      byte[] payload = new byte[type == RawHttp2.PING ? 8 : type == RawHttp2.SETTINGS ? 0 : 4];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  if (type == RawHttp2.RST_STREAM) {
                    flood.request(2 * i + 1, "ListStreams", "", false);
                  }
                  flood.send(type, 0, type == RawHttp2.RST_STREAM ? 2 * i + 1 : 0, payload);
                }
              })
          .isInstanceOf(IOException.class);
    }
    assertAnswers(connection, 1);
  }
}
