package dev.tributary.kinesis.local;

import dev.tributary.kinesis.local.internal.api.KinesisApi;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.faults.FaultsRest;
import dev.tributary.kinesis.local.internal.http.HttpServer;
import dev.tributary.kinesis.local.internal.http.HttpServer.Listen;
import dev.tributary.kinesis.local.internal.http.HttpServer.Parts;
import dev.tributary.kinesis.local.internal.http.Signatures;
import dev.tributary.kinesis.local.internal.http.Work;
import dev.tributary.kinesis.local.internal.store.StoreBudget;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.kinesis.local.internal.store.StreamSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinesis Data Streams for one machine: the API over HTTP on one port, streams in memory or on
 * disk, bounded by retention and bytes. Signatures are checked if there are credentials.
 * Thread-safe.
 */
public final class LocalKinesis implements AutoCloseable {
  private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  /** Operations that wait for the disk at the same time. */
  private static final int WORK_AT_ONCE = 64;

  private final LocalKinesisSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Faults faults;
  private final long run;
  private final List<StreamSpec> wanted = new ArrayList<>();
  private @Nullable StreamDirectory directory;
  private @Nullable HttpServer server;

  /** Opens nothing yet. */
  public LocalKinesis(LocalKinesisSettings settings, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.run = random.nextLong();
    this.faults = new Faults(settings.accountId(), settings.faults(), clock);
  }

  /**
   * Opens the storage if it is on disk, and listens.
   *
   * @throws IOException when it cannot; the message names the directory or the address and why
   *     ("port 4566 is in use")
   */
  public synchronized void start() throws IOException {
    if (server != null) {
      throw new IllegalStateException("started already");
    }
    StreamDirectory streams = directory == null ? open() : directory;
    try {
      wanted.forEach(streams::create);
      KinesisApi api = new KinesisApi(streams, settings, faults, clock, random);
      server = listen(api);
      directory = streams;
      wanted.clear();
    } catch (IOException | RuntimeException e) {
      streams.close();
      throw e;
    }
  }

  private HttpServer listen(KinesisApi api) throws IOException {
    Listen listen =
        new Listen(
            settings.bind(), settings.threads(), settings.tls(), settings.certificateDirectory());
    Signatures signatures = new Signatures(settings.credentials(), settings.region(), clock);
    Work work = settings.directory().isPresent() ? Work.beside(WORK_AT_ONCE) : Work.onTheLoop();
    return HttpServer.start(
        listen,
        new Parts(api, new FaultsRest(faults), signatures, settings.accountId(), work, clock, run));
  }

  private StreamDirectory open() throws IOException {
    String arnPrefix =
        "arn:aws:kinesis:%s:%s:stream/".formatted(settings.region(), settings.accountId());
    StoreBudget budget = new StoreBudget(settings.storeBytesMax());
    return settings.directory().isEmpty()
        ? new StreamDirectory(
            arnPrefix, settings.retention(), settings.stateChange(), budget, clock, run)
        : StreamDirectory.onDisk(
            settings.directory().get(),
            arnPrefix,
            settings.retention(),
            settings.stateChange(),
            budget,
            clock,
            random);
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
  public synchronized void createStream(String name, int shards) {
    if (!STREAM_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "stream name is '%s', must match %s".formatted(name, STREAM_NAME));
    }
    if (shards < 1 || shards > StreamSpec.SHARDS_MAX) {
      throw new IllegalArgumentException(
          "shards of stream %s is %d, must be 1 to %d"
              .formatted(name, shards, StreamSpec.SHARDS_MAX));
    }
    StreamSpec spec = StreamSpec.provisioned(name, shards);
    if (directory == null) {
      wanted.add(spec);
    } else {
      var _ = directory.create(spec);
    }
  }

  /** Faults on demand, for tests of clients; may be used before {@link #start}, too. */
  public KinesisFaults faults() {
    return new KinesisFaults(faults);
  }

  public synchronized boolean hasStream(String name) {
    return directory == null
        ? wanted.stream().anyMatch(spec -> spec.name().equals(name))
        : directory.find(name).isPresent();
  }

  /** The streams that there are, in order. */
  public synchronized List<String> streamNames() {
    return directory == null
        ? wanted.stream().map(StreamSpec::name).distinct().sorted().toList()
        : directory.list(null, Integer.MAX_VALUE).stream()
            .map(stream -> stream.spec().name())
            .toList();
  }

  /**
   * Closes all connections, the port and the storage. What is in memory stays until this object is
   * dropped.
   */
  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
    if (directory != null && settings.directory().isPresent()) {
      directory.close();
      directory = null;
    }
  }
}
