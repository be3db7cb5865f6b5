package dev.tributary.kinesis.local.contract;

import dev.tributary.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** One subscription to a shard, and what has come by it. Thread-safe. */
final class Subscriber implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CompletableFuture<Void> call;
  // Guarded by this.
  private final List<SubscribeToShardEvent> events = new ArrayList<>();
  private boolean open;
  private boolean complete;

  Subscriber(KinesisAsyncClient client, String consumer, String shard, StartingPosition from) {
    SubscribeToShardResponseHandler handler =
        SubscribeToShardResponseHandler.builder()
            .onResponse(_ -> opened())
            .onComplete(this::completed)
            .subscriber(
                SubscribeToShardResponseHandler.Visitor.builder()
                    .onSubscribeToShardEvent(this::add)
                    .build())
            .build();
    call =
        client.subscribeToShard(
            r ->
                r.consumerARN(consumer)
                    .shardId(shard)
                    .startingPosition(from)
                    // It lasts five minutes.
                    .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofMinutes(6))),
            handler);
  }

  private synchronized void opened() {
    open = true;
  }

  private synchronized void completed() {
    complete = true;
  }

  private synchronized void add(SubscribeToShardEvent event) {
    events.add(event);
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** The server has ended it. */
  synchronized boolean isComplete() {
    return complete;
  }

  SubscribeToShardEvent lastEvent() {
    return events().getLast();
  }

  synchronized List<SubscribeToShardEvent> events() {
    return List.copyOf(events);
  }

  private List<Record> records() {
    return events().stream().flatMap(event -> event.records().stream()).toList();
  }

  List<String> texts() {
    return ContractFixture.texts(records());
  }

  /** Waits; a subscription that fails meanwhile fails the test. */
  void await(Callable<Boolean> condition) {
    Await.until(
        () -> "the subscription is there: " + this,
        PATIENCE,
        () -> {
          if (call.isCompletedExceptionally()) {
            call.join();
          }
          return condition.call();
        });
  }

  /** Waits for the error that the call fails with, and returns its code. */
  String refusal() {
    Await.until("the subscription is refused", call::isDone);
    try {
      call.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AwsServiceException refusal) {
        return refusal.awsErrorDetails().errorCode();
      }
      throw e;
    }
    throw new AssertionError("was not refused: " + this);
  }

  @Override
  public synchronized String toString() {
    return "open=%s complete=%s events=%s".formatted(open, complete, events);
  }

  @Override
  public void close() {
    call.cancel(true);
  }
}
