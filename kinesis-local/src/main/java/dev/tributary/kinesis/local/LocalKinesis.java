package dev.tributary.kinesis.local;

import dev.tributary.kinesis.local.internal.api.KinesisApi;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.http.HttpServer;
import dev.tributary.kinesis.local.internal.http.SideDoor;
import dev.tributary.kinesis.local.internal.store.StoreBudget;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinesis Data Streams for one machine: the API over HTTP on one port, streams in memory, bounded
 * by retention and bytes. Credentials and signatures are accepted unread. Thread-safe.
 */
public final class LocalKinesis implements AutoCloseable {
  private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  private final LocalKinesisSettings settings;
  private final StreamDirectory directory;
  private final KinesisApi api;
  private final long run;
  private @Nullable HttpServer server;

  /** Opens nothing yet. {@code random} is used in here only. */
  public LocalKinesis(LocalKinesisSettings settings, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.run = random.nextLong();
    this.directory =
        new StreamDirectory(
            "arn:aws:kinesis:%s:%s:stream/".formatted(settings.region(), settings.accountId()),
            settings.retention(),
            settings.stateChange(),
            new StoreBudget(settings.storeBytesMax()),
            clock,
            run);
    this.api = new KinesisApi(directory, settings, new Faults(), clock, random);
  }

  /**
   * Listens.
   *
   * @throws IOException when it cannot; the message names the address and why ("port 4566 is in
   *     use")
   */
  public synchronized void start() throws IOException {
    if (server != null) {
      throw new IllegalStateException("started already");
    }
    server = HttpServer.start(settings.bind(), settings.threads(), api, SideDoor.NONE, run);
  }

  /** The port listened on. Throws IllegalStateException before {@link #start}. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.port();
  }

  /**
   * Creates a provisioned stream; does nothing when one of that name exists, whatever its shards.
   * May be called before {@link #start}.
   */
  public void createStream(String name, int shards) {
    if (!STREAM_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "stream name is '%s', must match %s".formatted(name, STREAM_NAME));
    }
    if (shards < 1 || shards > StreamSpec.SHARDS_MAX) {
      throw new IllegalArgumentException(
          "shards of stream %s is %d, must be 1 to %d"
              .formatted(name, shards, StreamSpec.SHARDS_MAX));
    }
    var _ = directory.create(StreamSpec.provisioned(name, shards));
  }

  public boolean hasStream(String name) {
    return directory.find(name).isPresent();
  }

  /** The streams that there are, in order. */
  public List<String> streamNames() {
    return directory.list(null, Integer.MAX_VALUE).stream()
        .map(stream -> stream.spec().name())
        .toList();
  }

  /** Closes all connections and the port. What was stored stays until this object is dropped. */
  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
