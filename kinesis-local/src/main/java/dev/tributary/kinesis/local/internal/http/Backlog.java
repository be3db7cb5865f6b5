package dev.tributary.kinesis.local.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The answers that wait for the client of one connection to read them. While there are too many,
 * further requests of its streams wait, too: bounded by the limit plus one answer. Lives on the
 * connection's loop.
 */
final class Backlog {
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long bytes;

  /** Runs a request, at once or when answers have been read; in order. */
  void admit(Runnable request) {
    if (bytes < BYTES_MAX && waiting.isEmpty()) {
      request.run();
    } else {
      waiting.add(request);
    }
  }

  /** The client has left its stream. True if the request had not been run. */
  boolean forget(Runnable request) {
    return waiting.remove(request);
  }

  void written(long count) {
    bytes += count;
  }

  void sent(long count) {
    bytes -= count;
    while (bytes < BYTES_MAX && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
