package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.server.internal.cli.CommandFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Waits for states of streams, and says so.
 *
 * @param notices takes sentences for people
 */
record StreamWait(KinesisClient kinesis, Consumer<String> notices) {

  /** Kinesis allows twenty questions a second and account. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration BETWEEN_NOTICES = Duration.ofSeconds(10);

  StreamDescriptionSummary summary(String stream) {
    return kinesis
        .describeStreamSummary(request -> request.streamName(stream))
        .streamDescriptionSummary();
  }

  /** What the stream is when it is ACTIVE. */
  StreamDescriptionSummary untilActive(String stream) throws InterruptedException {
    StreamDescriptionSummary[] last = {summary(stream)};
    until(
        stream,
        () -> {
          last[0] = summary(stream);
          return last[0].streamStatus() == StreamStatus.ACTIVE;
        },
        () -> last[0].streamStatusAsString());
    return last[0];
  }

  void untilGone(String stream) throws InterruptedException {
    until(
        stream,
        () -> {
          try {
            summary(stream);
            return false;
          } catch (ResourceNotFoundException _) {
            return true;
          }
        },
        () -> "DELETING");
  }

  /**
   * Asks until it is so.
   *
   * @param what is waited for
   * @param state that it is in meanwhile
   */
  void until(String what, BooleanSupplier reached, Supplier<String> state)
      throws InterruptedException {
    Duration waited = Duration.ZERO;
    while (!reached.getAsBoolean()) {
      if (waited.compareTo(PATIENCE) >= 0) {
        throw new CommandFailure(
            "%s is %s for %d minutes".formatted(what, state.get(), PATIENCE.toMinutes()));
      }
      if (waited.toMillis() % BETWEEN_NOTICES.toMillis() == 0) {
        notices.accept(
            waited.isZero()
                ? "%s is %s …".formatted(what, state.get())
                : "%s is %s for %d s …".formatted(what, state.get(), waited.toSeconds()));
      }
      Thread.sleep(PAUSE);
      waited = waited.plus(PAUSE);
    }
  }
}
