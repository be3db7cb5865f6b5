package dev.tributary.management.internal.pipeline;

import dev.tributary.management.internal.pipeline.ChangeRefused.Reason;
import dev.tributary.sink.DeadLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Dead letters of actions: listed, looked at, sent again and deleted. Any thread; blocks. */
public final class DeadLetters {

  /** Data of one answer, in bytes; at least one dead letter is answered. */
  static final long PAGE_BYTES_MAX = 4L << 20;

  /** So few are read at once that large records cannot fill the memory. */
  private static final int CHUNK = 16;

  private final ActionDefinitions actions;
  private final DeadLetterLogs logs;

  DeadLetters(ActionDefinitions actions, DeadLetterLogs logs) {
    this.actions = actions;
    this.logs = logs;
  }

  /**
   * Some dead letters, oldest first.
   *
   * @param more whether there are others behind them
   */
  public record Page(List<DeadLetter> letters, boolean more) {}

  /**
   * A page.
   *
   * @param afterId only those with a higher id; 0 for the first
   * @param limit most of them; fewer if their data is large
   */
  public Page page(String actionId, long afterId, int limit) throws ChangeRefused, IOException {
    actions.find(actionId);
    List<DeadLetter> letters = new ArrayList<>();
    long bytes = 0;
    long last = afterId;
    while (true) {
      List<DeadLetter> chunk = chunk(actionId, last, Math.min(CHUNK, limit - letters.size() + 1));
      if (chunk.isEmpty()) {
        return new Page(List.copyOf(letters), false);
      }
      for (DeadLetter letter : chunk) {
        bytes += letter.data().length;
        if (letters.size() == limit || (!letters.isEmpty() && bytes > PAGE_BYTES_MAX)) {
          return new Page(List.copyOf(letters), true);
        }
        letters.add(letter);
        last = letter.id();
      }
    }
  }

  private List<DeadLetter> chunk(String actionId, long afterId, int limit) throws IOException {
    try {
      return logs.list(actionId, afterId, limit);
    } catch (IllegalArgumentException _) {
      // Defined, but it cannot run: nothing has died in it since the start.
      return List.of();
    }
  }

  public DeadLetter find(String actionId, long id) throws ChangeRefused, IOException {
    actions.find(actionId);
    List<DeadLetter> found = id < 1 ? List.of() : chunk(actionId, id - 1, 1);
    if (found.isEmpty() || found.getFirst().id() != id) {
      throw ChangeRefused.of(Reason.NOT_FOUND, "action " + actionId + " has no dead letter " + id);
    }
    return found.getFirst();
  }

  /**
   * Submits those of these ids to the action again; what is not there (any more) is passed over.
   *
   * @return how many were submitted
   */
  public long replay(String actionId, List<Long> ids) throws ChangeRefused, IOException {
    return ids.isEmpty() ? 0 : replayed(actionId, ids);
  }

  public long replayAll(String actionId) throws ChangeRefused, IOException {
    return replayed(actionId, List.of());
  }

  private long replayed(String actionId, List<Long> ids) throws ChangeRefused, IOException {
    if (!actions.find(actionId).enabled()) {
      throw ChangeRefused.of(
          Reason.NOT_WORKING,
          "action " + actionId + " is disabled; enable it to send its dead letters again");
    }
    try {
      return logs.replay(actionId, ids);
    } catch (IllegalArgumentException | IllegalStateException _) {
      throw notRunning(actionId);
    }
  }

  /** Deletes one. */
  public void purge(String actionId, long id) throws ChangeRefused, IOException {
    find(actionId, id);
    logs.purge(actionId, List.of(id));
  }

  /** Deletes all and says how many there were. */
  public long purgeAll(String actionId) throws ChangeRefused, IOException {
    actions.find(actionId);
    try {
      return logs.purge(actionId, List.of());
    } catch (IllegalArgumentException _) {
      throw notRunning(actionId);
    }
  }

  private static ChangeRefused notRunning(String actionId) {
    return ChangeRefused.of(
        Reason.NOT_WORKING, "action " + actionId + " does not run; its status says why");
  }
}
