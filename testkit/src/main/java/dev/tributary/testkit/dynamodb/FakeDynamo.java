package dev.tributary.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.testkit.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB in memory over real HTTP (JSON 1.0), for tests of programs that keep leases in it. It
 * knows tables with secondary indexes, single items, scans, queries by key, conditions and updates
 * as expressions and in their older form. What it does not know it refuses; nothing is ignored that
 * would change an answer. No limits, no capacity, no signatures, reads always consistent.
 * Thread-safe.
 */
public final class FakeDynamo implements AutoCloseable {
  private final DynamoOperations operations = new DynamoOperations();
  private @Nullable WireServer server;

  /** Listens on loopback at a port of the system's choice. */
  public synchronized FakeDynamo start() {
    if (server != null) {
      throw new IllegalStateException("already listening on port " + server.port());
    }
    try {
      server = WireServer.start(0, operations::handle);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("no port can be listened on", e);
    }
  }

  public synchronized URI endpoint() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * Copies of a table's items, typed values and all, in the order of keys; none without a table.
   */
  public List<ObjectNode> items(String table) {
    return operations.items(table);
  }

  /** How often an operation was called, such as {@code UpdateItem}; also when it was refused. */
  public long calls(String operation) {
    return operations.calls(operation);
  }

  /** What was stored stays readable by {@link #items}. */
  @Override
  public synchronized void close() {
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
}
