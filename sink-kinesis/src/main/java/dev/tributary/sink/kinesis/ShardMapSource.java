package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.internal.shard.HashKey;
import dev.tributary.sink.kinesis.internal.shard.ShardMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/**
 * The shard map of one stream: loaded by the first check after somebody wanted it, again by a check
 * when it is five minutes old, and at once after a surprise. What was known is kept while it cannot
 * be loaded. Any thread; one loads at a time, the others wait for what it finds.
 */
final class ShardMapSource {

  private static final Logger log = LoggerFactory.getLogger(ShardMapSource.class);

  private static final long FRESH_NANOS = Duration.ofMinutes(5).toNanos();

  /** Between two tries, and between one that failed and a surprise. ListShards allows 1000/s. */
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  /** ListShards limits: shards in a page; and more pages than any stream has. */
  private static final int PAGE_SHARDS = 10_000;

  private static final int PAGES_MAX = 20;

  private final Calls calls;
  private final StreamAddress stream;
  private final LongSupplier nanos;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable ShardMap map;
  private volatile boolean wanted;
  private volatile boolean disproved;
  private boolean tried;
  private boolean failed;
  private long triedNanos;

  /**
   * @param wanted whether the first check loads it
   */
  ShardMapSource(Calls calls, StreamAddress stream, boolean wanted, LongSupplier nanos) {
    this.calls = calls;
    this.stream = stream;
    this.wanted = wanted;
    this.nanos = nanos;
  }

  /** Null while it is not known. */
  @Nullable ShardMap current() {
    return map;
  }

  /** Whether an answer has shown that {@link #current} is out of date, and no newer was had. */
  boolean isDisproved() {
    return disproved;
  }

  /** From now on it is loaded and kept up to date. */
  void want() {
    wanted = true;
  }

  /** Loads it if it is wanted and not known, or old. Blocks. */
  void keepFresh() throws InterruptedException {
    if (!wanted) {
      return;
    }
    loading.lockInterruptibly();
    try {
      boolean missing = map == null && isAfterPause();
      boolean old = tried && nanos.getAsLong() - triedNanos >= FRESH_NANOS;
      if (missing || old) {
        load();
      }
    } finally {
      loading.unlock();
    }
  }

  /**
   * A map that is newer than {@code used}, after an answer that {@code used} did not foretell.
   * Blocks.
   *
   * @return null if there is none to be had
   */
  @Nullable ShardMap newerThan(ShardMap used) throws InterruptedException {
    loading.lockInterruptibly();
    try {
      if (map == used) {
        disproved = true;
        return !failed || isAfterPause() ? load() : null;
      }
      return map;
    } finally {
      loading.unlock();
    }
  }

  private boolean isAfterPause() {
    return !tried || nanos.getAsLong() - triedNanos >= PAUSE_NANOS;
  }

  private @Nullable ShardMap load() throws InterruptedException {
    tried = true;
    triedNanos = nanos.getAsLong();
    List<ShardMap.Range> open = new ArrayList<>();
    @Nullable String token = null;
    for (int page = 0; page < PAGES_MAX; page++) {
      switch (list(token)) {
        case Calls.Result.Answer<ListShardsResponse>(var answer) -> {
          answer.shards().forEach(shard -> addOpen(shard, open));
          token = answer.nextToken();
        }
        case Calls.Result.Failure<ListShardsResponse>(Fault fault) -> {
          return giveUp(fault.why() + " (" + fault.code() + ")");
        }
      }
      if (token == null) {
        return loaded(open);
      }
    }
    return giveUp("the list of shards does not end");
  }

  private Calls.Result<ListShardsResponse> list(@Nullable String token)
      throws InterruptedException {
    return calls.call(
        "the shards of " + stream, client -> client.listShards(request -> page(request, token)));
  }

  /** A token stands for the stream and the filter. */
  private void page(ListShardsRequest.Builder request, @Nullable String token) {
    request.maxResults(PAGE_SHARDS);
    if (token != null) {
      request.nextToken(token);
    } else {
      request
          .streamName(stream.name())
          .streamARN(stream.arn())
          .shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST));
    }
  }

  /** Not every endpoint filters; a shard that has an end takes no more records. */
  private static void addOpen(Shard shard, List<ShardMap.Range> open) {
    var numbers = shard.sequenceNumberRange();
    var range = shard.hashKeyRange();
    if (range == null || (numbers != null && numbers.endingSequenceNumber() != null)) {
      return;
    }
    HashKey first = HashKey.ofDecimal(range.startingHashKey());
    HashKey last = HashKey.ofDecimal(range.endingHashKey());
    if (first != null && last != null) {
      open.add(new ShardMap.Range(shard.shardId(), first, last));
    }
  }

  private @Nullable ShardMap loaded(List<ShardMap.Range> open) {
    if (open.isEmpty()) {
      return giveUp("no shard is open");
    }
    failed = false;
    map = new ShardMap(open);
    disproved = false;
    log.debug("{} has {} open shards", stream, open.size());
    return map;
  }

  private @Nullable ShardMap giveUp(String why) {
    if (!failed) {
      log.warn("The shards of {} are not known at present: {}", stream, why);
    }
    failed = true;
    return null;
  }
}
