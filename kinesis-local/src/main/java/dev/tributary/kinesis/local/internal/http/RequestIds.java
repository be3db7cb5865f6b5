package dev.tributary.kinesis.local.internal.http;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Request ids in AWS's form: one random half for this run, one half that counts. Thread-safe. */
final class RequestIds {
  private final long run;
  private final AtomicLong last = new AtomicLong();

  RequestIds(long run) {
    this.run = run;
  }

  String next() {
    return new UUID(run, last.incrementAndGet()).toString();
  }
}
