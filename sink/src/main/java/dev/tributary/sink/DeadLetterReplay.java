package dev.tributary.sink;

import dev.tributary.sink.internal.deadletter.DeadLetterLog;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits dead letters to their action again. Each is removed when the action holds it; one that
 * dies again is a new dead letter.
 */
final class DeadLetterReplay {

  private static final Logger log = LoggerFactory.getLogger(DeadLetterReplay.class);
  private static final int PAGE = 100;
  private static final String REPLAYED = " (replayed)";

  private final DeadLetterKeeper keeper;
  private final Action action;

  DeadLetterReplay(DeadLetterKeeper keeper, Action action) {
    this.keeper = keeper;
    this.action = action;
  }

  /**
   * Submits letters, and does not wait for what becomes of them.
   *
   * @param ids empty for all that are there now
   * @return how many were submitted
   */
  long replay(List<Long> ids) throws IOException {
    Set<Long> wanted = new HashSet<>(ids);
    long submitted = 0;
    long last = 0;
    long end = lastId();
    while (last < end) {
      long after = last;
      List<DeadLetter> page = keeper.use(letters -> letters.list(after, PAGE));
      if (page.isEmpty()) {
        break;
      }
      for (DeadLetter letter : page) {
        if (letter.id() <= end && (wanted.isEmpty() || wanted.contains(letter.id()))) {
          submit(letter);
          submitted++;
        }
      }
      last = page.getLast().id();
    }
    return submitted;
  }

  private long lastId() throws IOException {
    return keeper.use(DeadLetterLog::lastId);
  }

  /** Marked: the rule has heard of the first try, and is not told of this one. */
  private static Source replayed(Source source) {
    return source.ruleId().endsWith(REPLAYED)
        ? source
        : new Source(source.ruleId() + REPLAYED, source.topic(), source.clientId());
  }

  private void submit(DeadLetter letter) {
    SinkRecord record =
        new SinkRecord(
            letter.partitionKey(),
            letter.explicitHashKey(),
            letter.data(),
            letter.publishedAtMillis(),
            replayed(letter.source()),
            letter.columns(),
            Origin.NONE);
    action.submit(record, new Removal(letter.id()));
  }

  /** Held means that the letter is not needed any more. */
  private final class Removal implements Receipt {

    private final long id;

    Removal(long id) {
      this.id = id;
    }

    @Override
    public void expect() {}

    @Override
    public void held() {
      keeper.removeLater(id);
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      log.warn("Dead letter {} of action {} stays: {}", id, action.id(), reason);
    }
  }
}
