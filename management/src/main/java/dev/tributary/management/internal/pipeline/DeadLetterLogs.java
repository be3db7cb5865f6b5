package dev.tributary.management.internal.pipeline;

import dev.tributary.sink.DeadLetter;
import dev.tributary.sink.SinkRuntime;
import java.io.IOException;
import java.util.List;

/**
 * The dead letters of actions that run. An action that does not run is an {@link
 * IllegalArgumentException}. Blocks on the disk.
 */
public interface DeadLetterLogs {

  /** Oldest first, at most {@code limit} with a higher id than {@code afterId}. */
  List<DeadLetter> list(String actionId, long afterId, int limit) throws IOException;

  /**
   * Submits them to their action again.
   *
   * @param ids empty for all
   * @return how many were submitted
   * @throws IllegalStateException if the action is stopped
   */
  long replay(String actionId, List<Long> ids) throws IOException;

  /**
   * Deletes them.
   *
   * @param ids empty for all
   * @return how many there were
   */
  long purge(String actionId, List<Long> ids) throws IOException;

  /** Those of the sink. */
  static DeadLetterLogs of(SinkRuntime sink) {
    return new DeadLetterLogs() {
      @Override
      public List<DeadLetter> list(String actionId, long afterId, int limit) throws IOException {
        return sink.deadLetters(actionId, afterId, limit);
      }

      @Override
      public long replay(String actionId, List<Long> ids) throws IOException {
        return sink.replayDeadLetters(actionId, ids);
      }

      @Override
      public long purge(String actionId, List<Long> ids) throws IOException {
        return sink.purgeDeadLetters(actionId, ids);
      }
    };
  }
}
