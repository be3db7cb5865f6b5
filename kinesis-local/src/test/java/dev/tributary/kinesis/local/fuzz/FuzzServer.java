package dev.tributary.kinesis.local.fuzz;

import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.fuzz.FuzzConnection.Answer;
import dev.tributary.testkit.TestClock;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A server of one kind, and the connection on which it is asked. */
final class FuzzServer implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final long STORE_BYTES_MAX = 16 << 20;

  /** What differs in what a request goes through. */
  enum Kind {
    MEMORY,
    LIMITED,
    SIGNED,
    DISK
  }

  private final TestClock clock = new TestClock();
  private final Signer signer = new Signer(clock);
  private final LocalKinesis server;
  private @Nullable FuzzConnection connection;

  FuzzServer(Kind kind, Path folder) throws IOException {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withStoreBytesMax(STORE_BYTES_MAX)
            .withLimits(kind == Kind.LIMITED ? KinesisLimits.AWS : KinesisLimits.OFF);
    settings =
        switch (kind) {
          case MEMORY, LIMITED -> settings;
          case SIGNED -> settings.withCredentials(Map.of(Signer.KEY_ID, Signer.SECRET));
          case DISK -> settings.withDirectory(Optional.of(folder));
        };
    server = new LocalKinesis(settings, clock, new Random(1));
    server.createStream(Corpus.STREAM, 3);
    server.start();
  }

  Signer signer() {
    return signer;
  }

  /** Null if it was answered, or closed, as it should be. */
  @Nullable String wrong(Attempt attempt) throws IOException {
    clock.advance(STEP);
    try {
      return attempt.framed() ? framed(attempt) : left(attempt);
    } finally {
      if (!attempt.toApi()) {
        server.faults().clear();
      }
    }
  }

  private @Nullable String framed(Attempt attempt) throws IOException {
    FuzzConnection open = connection();
    Answer answer;
    try {
      answer = open.call(attempt.bytes());
    } catch (EOFException e) {
      connection = null;
      return "no answer: " + e.getMessage();
    }
    if (answer.isEvents()) {
      open.reset();
      connection = null;
    } else if (answer.isLast()) {
      open.close();
      connection = null;
    }
    return AnswerCheck.wrong(answer, attempt.toApi());
  }

  private @Nullable String left(Attempt attempt) throws IOException {
    try (FuzzConnection other = new FuzzConnection(server.port())) {
      for (Answer answer : other.callAndLeave(attempt.bytes())) {
        String wrong = AnswerCheck.wrong(answer, attempt.toApi());
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return null;
  }

  /** What a client does that means well. Returns an iterator. */
  String serveNormally(String stream) throws IOException {
    clock.advance(Duration.ofSeconds(2));
    server.createStream(stream, 1);
    String _ =
        call(
            "PutRecord",
            "{\"StreamName\": \"%s\", \"Data\": \"YWJj\", \"PartitionKey\": \"k\"}"
                .formatted(stream));
    String iterator =
        call(
            "GetShardIterator",
            "{\"StreamName\": \"%s\", \"ShardId\": \"shardId-0\", \"ShardIteratorType\": \"TRIM_HORIZON\"}"
                .formatted(stream));
    String page = call("GetRecords", iterator);
    if (!page.contains("\"YWJj\"")) {
      throw new AssertionError("a record is not there again: " + page);
    }
    return iterator.substring(iterator.indexOf(':') + 2, iterator.lastIndexOf('"'));
  }

  private String call(String operation, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "localhost");
    headers.put("X-Amz-Target", "Kinesis_20131202." + operation);
    headers.put("Content-Type", "application/x-amz-json-1.1");
    signer.sign(headers, body);
    Answer answer = connection().call(Attempt.http("POST /", headers, body));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() != 200) {
      throw new AssertionError(operation + " is answered " + answer.status() + " " + text);
    }
    return text;
  }

  private FuzzConnection connection() throws IOException {
    if (connection == null) {
      connection = new FuzzConnection(server.port());
    }
    return connection;
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.close();
    }
    server.close();
  }
}
