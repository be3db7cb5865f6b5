package dev.tributary.server.internal.records;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Reads a stream: its shards in one order by arrival, as far as their pages tell it, and children
 * after their parents. One thread. Holds at most one page of each shard. What passes (throttling,
 * faults of the server, while following also of the network) is waited for; all else is thrown as
 * the SDK's exception.
 */
public final class StreamReader {

  /**
   * What is read.
   *
   * @param shard the only one; null for all of them
   * @param follow whether reading goes on at the newest record
   */
  public record Request(
      String stream, @Nullable String shard, StartingPoint from, boolean follow) {}

  /** Faults of the server in a row before reading without following gives up. */
  private static final int FAILURES_MAX = 10;

  private static final int SERVER_FAULT = 500;

  private final KinesisClient kinesis;
  private final Request request;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Consumer<String> notices;
  private final ShardFamily family;
  private final List<ShardCursor> cursors = new ArrayList<>();
  private final Set<String> closed = new HashSet<>();
  private boolean begun;
  private boolean answered;
  private boolean looking;

  /**
   * Asks nothing yet.
   *
   * @param notices takes sentences for people
   */
  public StreamReader(
      KinesisClient kinesis,
      Request request,
      InstantSource clock,
      RandomGenerator random,
      Consumer<String> notices) {
    this.kinesis = kinesis;
    this.request = request;
    this.clock = clock;
    this.random = random;
    this.notices = notices;
    this.family = new ShardFamily(kinesis, request.stream());
  }

  /** True when there is nothing more to be read: never while following an open shard. */
  public boolean isDone() {
    return begun && cursors.isEmpty() && !looking;
  }

  /** How long nothing can be read. */
  public Duration pause() {
    long due =
        cursors.stream()
            .filter(cursor -> cursor.waiting().isEmpty())
            .mapToLong(ShardCursor::dueMillis)
            .min()
            .orElse(clock.millis() + ShardCursor.PACE_MILLIS);
    return Duration.ofMillis(Math.max(0, due - clock.millis()));
  }

  /**
   * Reads every shard that is due and gives the records whose turn it is, maybe none.
   *
   * @throws NoSuchShardException if the only shard is not there
   */
  public List<ReadRecord> next() throws NoSuchShardException {
    if (!begun) {
      begin();
    }
    // All of them first: LATEST is to mean the same moment for every shard.
    for (ShardCursor cursor : cursors) {
      attempt(cursor, cursor::open);
    }
    for (ShardCursor cursor : cursors) {
      if (cursor.waiting().isEmpty()) {
        attempt(cursor, cursor::read);
      }
    }
    List<ReadRecord> records = new ArrayList<>();
    do {
      merge(records);
    } while (finish());
    return records;
  }

  private void begin() throws NoSuchShardException {
    family.look();
    String only = request.shard();
    if (only != null) {
      List<Shard> shards = family.only(only);
      if (shards.isEmpty()) {
        throw new NoSuchShardException(request.stream(), only);
      }
      add(shards, request.from());
    } else {
      if (request.from() instanceof StartingPoint.Latest) {
        family.skipClosed();
      }
      add(family.ready(), request.from());
    }
    begun = true;
  }

  private void add(List<Shard> shards, StartingPoint from) {
    for (Shard shard : shards) {
      if (ShardFamily.isClosed(shard)) {
        closed.add(shard.shardId());
      }
      cursors.add(new ShardCursor(kinesis, request.stream(), shard.shardId(), from, clock, random));
    }
  }

  /** Does it unless the cursor is to wait; what passes makes it wait. */
  private void attempt(ShardCursor cursor, Runnable call) {
    if (cursor.dueMillis() > clock.millis()) {
      return;
    }
    try {
      call.run();
      answered = true;
    } catch (SdkException e) {
      if (!passes(e) || (!request.follow() && cursor.failures() >= FAILURES_MAX)) {
        throw e;
      }
      if (cursor.failures() == 1) {
        notices.accept(
            "%s: %s; trying again"
                .formatted(
                    cursor.shardId(),
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
      }
      cursor.backOff();
    }
  }

  private boolean passes(SdkException e) {
    return switch (e) {
      case ProvisionedThroughputExceededException _ -> true;
      case AwsServiceException service ->
          service.isThrottlingException() || service.statusCode() >= SERVER_FAULT;
      case SdkServiceException service -> service.statusCode() >= SERVER_FAULT;
      case SdkClientException _ -> request.follow() && answered;
      default -> false;
    };
  }

  /** The oldest first, while every shard has shown what its next record is, or that it has none. */
  private void merge(List<ReadRecord> into) {
    while (cursors.stream().noneMatch(this::mayHaveOlder)) {
      Optional<ShardCursor> oldest =
          cursors.stream()
              .filter(cursor -> !cursor.waiting().isEmpty())
              .min(Comparator.comparing(cursor -> cursor.waiting().getFirst().arrival()));
      if (oldest.isEmpty()) {
        return;
      }
      into.add(oldest.get().waiting().removeFirst());
      if (oldest.get().waiting().isEmpty() && oldest.get().isEnded()) {
        return;
      }
    }
  }

  private boolean mayHaveOlder(ShardCursor cursor) {
    return cursor.waiting().isEmpty() && !cursor.isEnded() && !isAtTip(cursor);
  }

  /** A closed shard is read to its end, where its children are known. */
  private boolean isAtTip(ShardCursor cursor) {
    return cursor.isAtTip() && !closed.contains(cursor.shardId());
  }

  /** Lets go of shards that have been read; true if there were any, and their children may come. */
  private boolean finish() {
    List<ShardCursor> ended =
        cursors.stream().filter(cursor -> cursor.waiting().isEmpty() && cursor.isEnded()).toList();
    cursors.removeAll(ended);
    ended.forEach(cursor -> family.done(cursor.shardId()));
    looking |= !ended.isEmpty() && request.shard() == null;
    if (looking) {
      look();
    }
    if (!request.follow()) {
      cursors.removeIf(cursor -> cursor.waiting().isEmpty() && isAtTip(cursor));
    }
    return !ended.isEmpty();
  }

  private void look() {
    try {
      family.look();
      add(family.ready(), request.from().ofChildren());
      looking = false;
    } catch (SdkException e) {
      // Asked again at the next turn.
      if (!passes(e)) {
        throw e;
      }
    }
  }
}
