package dev.tributary.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Kinesis as a producer meets it, over real HTTP in JSON 1.1 and CBOR, with scripted faults. It
 * remembers every put and every accepted record in order of acceptance, also across {@link #stop}
 * and {@link #restart}, so that a test can assert order and exactly-once. It checks no limits and
 * no signatures, and it keeps everything in memory without a bound: it is for tests only.
 * Thread-safe.
 */
public final class FakeKinesis implements AutoCloseable {
  private final Map<String, FakeStream> streams = new ConcurrentHashMap<>();
  private final FaultScript script = new FaultScript();
  private final RequestLog log = new RequestLog();
  private @Nullable WireServer server;
  private @Nullable ReservedPort reserved;
  private int port;

  /** A fake with one stream; more by {@link #addStream}. It listens after {@link #start}. */
  public FakeKinesis(String stream, int shards) {
    addStream(stream, shards);
  }

  public FakeKinesis addStream(String stream, int shards) {
    streams.put(stream, new FakeStream(stream, shards));
    return this;
  }

  public FakeKinesis removeStream(String stream) {
    streams.remove(stream);
    return this;
  }

  /** Listens on loopback at a port of the system's choice, which is kept through outages. */
  public synchronized FakeKinesis start() {
    reserved = ReservedPort.reserve();
    return start(reserved.number());
  }

  /** Throws {@link UncheckedIOException} when the port is taken. */
  public synchronized FakeKinesis start(int port) {
    if (server != null) {
      throw new IllegalStateException("already listening on port " + this.port);
    }
    try {
      server = WireServer.start(port, new FakeOperations(streams, script, log)::handle);
      this.port = server.port();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " cannot be listened on", e);
    }
  }

  /** An outage: connections are reset, new ones refused, and nothing is stored after it returns. */
  public synchronized void stop() {
    if (server == null) {
      return;
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      server = null;
    }
  }

  /** Ends an outage: listens on the same port as before, with everything it remembers. */
  public FakeKinesis restart() {
    return start(port());
  }

  @Override
  public synchronized void close() {
    stop();
    if (reserved != null) {
      reserved.close();
      reserved = null;
    }
  }

  /** The port listened on, or during an outage the one listened on before. */
  public synchronized int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What goes wrong from now on. */
  public FaultScript script() {
    return script;
  }

  /** All puts in order of arrival, also those that failed. */
  public List<PutRequest> requests() {
    return log.requests();
  }

  /** All calls by operation name, puts included, in order of arrival. */
  public List<String> operations() {
    return log.operations();
  }

  /** All accepted records in order of acceptance. */
  public List<StoredRecord> stored() {
    return log.stored(_ -> true);
  }

  /** The accepted records of one partition key in order of acceptance. */
  public List<StoredRecord> stored(String partitionKey) {
    return log.stored(r -> r.partitionKey().equals(partitionKey));
  }

  public int storedCount() {
    return log.storedCount();
  }

  /** The most puts that were ever between arrival and answer at once. */
  public int peakInflight() {
    return log.peak();
  }

  /** As above, counting only puts that hold this key. */
  public int peakInflight(String partitionKey) {
    return log.peakOf(partitionKey);
  }

  /** The greatest {@link #peakInflight(String)} of all keys: 1 where order is kept strictly. */
  public int peakInflightOfAnyKey() {
    return log.peakOfAnyKey();
  }

  /** The shard that a key belongs to. Throws for an unknown stream. */
  public String shardIdOf(String stream, String partitionKey) {
    FakeStream known = streams.get(stream);
    if (known == null) {
      throw new IllegalArgumentException("no stream " + stream);
    }
    return known.shardIdOf(partitionKey, null);
  }
}
