package dev.tributary.kinesis.local.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand broken requests over real sockets: each is answered as AWS would, or its connection
 * is closed; nothing leaks, hangs or is logged, and the server goes on. {@code
 * -Dtributary.fuzz.requests=} asks for more, {@code -Dtributary.fuzz.seed=} for others.
 */
class RequestFuzzIT {
  private static final int REQUESTS = Integer.getInteger("tributary.fuzz.requests", 10_000);
  private static final long SEED = Long.getLong("tributary.fuzz.seed", 1);

  /** To one server; then the next begins with nothing. */
  private static final int REQUESTS_OF_A_SERVER = 500;

  private static final int TOLD_MAX = 10;
  private static final int EXCERPT_CHARS = 600;
  private static final long DIRECT_BYTES_MAX = 128L << 20;

  private final List<String> wrong = new CopyOnWriteArrayList<>();

  @Test
  void eachIsAnsweredOrClosed(@TempDir Path folder) throws Exception {
    try (LogWatch log = new LogWatch()) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> attackers = new ArrayList<>();
        for (FuzzServer.Kind kind : FuzzServer.Kind.values()) {
          attackers.add(threads.submit(() -> attack(kind, folder)));
        }
        for (Future<?> attacker : attackers) {
          var _ = attacker.get();
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(log.warnings()).isEmpty();
    }
    assertThat(directBytes()).isLessThan(DIRECT_BYTES_MAX);
  }

  private static long directBytes() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** One server after the other. */
  private @Nullable Void attack(FuzzServer.Kind kind, Path folder) throws IOException {
    int requests = REQUESTS / FuzzServer.Kind.values().length;
    for (int from = 0; from < requests && wrong.size() < TOLD_MAX; from += REQUESTS_OF_A_SERVER) {
      try (FuzzServer server = new FuzzServer(kind, folder.resolve("store-" + from))) {
        int count = Math.min(requests - from, REQUESTS_OF_A_SERVER);
        attack(server, kind + " from " + from, new Random(SEED + from), count);
      }
    }
    return null;
  }

  private void attack(FuzzServer server, String name, Random random, int count) throws IOException {
    Corpus corpus = Corpus.of(server.serveNormally("before"));
    Attempts attempts = new Attempts(random, corpus, server.signer());
    for (int i = 0; i < count && wrong.size() < TOLD_MAX; i++) {
      Attempt attempt = attempts.next();
      try {
        String what = server.wrong(attempt);
        if (what != null) {
          wrong.add(told(name, i, attempt, what));
        }
      } catch (IOException e) {
        wrong.add(told(name, i, attempt, e.toString()));
      }
    }
    String _ = server.serveNormally("after");
  }

  private static String told(String server, int number, Attempt attempt, String what) {
    String text = new String(attempt.bytes(), StandardCharsets.ISO_8859_1);
    return "%s, request %d: %s\n%s"
        .formatted(server, number, what, text.substring(0, Math.min(EXCERPT_CHARS, text.length())));
  }
}
