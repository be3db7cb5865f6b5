package dev.tributary.sink;

/**
 * What is in the files of one log, and how much of the buffer's budget they take. Changed by the
 * log's loop, read by any thread.
 */
final class LogAccount {

  private final BufferBudget budget;
  private long taken;
  private boolean tidy = true;
  private volatile long fileBytes;
  private volatile long live;

  LogAccount(BufferBudget budget) {
    this.budget = budget;
  }

  long fileBytes() {
    return fileBytes;
  }

  /** Records without an outcome. */
  long live() {
    return live;
  }

  void recovered(long records) {
    live = records;
  }

  /**
   * @param reserved bytes that were taken from the budget for them
   */
  void written(int records, long reserved) {
    tidy = false;
    taken += reserved;
    change(records);
  }

  /** The log knows their outcome, the disk does not yet. */
  void ended(int records) {
    tidy &= records == 0;
    change(-records);
  }

  void damaged(long records) {
    change(-records);
  }

  private void change(long by) {
    long now = live + by;
    live = now;
  }

  /** Makes the budget agree with the files. Those without live records are no burden. */
  void files(long bytes) {
    fileBytes = bytes;
    long counted = live == 0 ? 0 : bytes;
    budget.adjust(counted - taken);
    taken = counted;
  }

  /** Whether the disk knows all that has ended. */
  void tidied(boolean all) {
    tidy = all;
  }

  /** Whether there is nothing that tidying could do. */
  boolean isIdle() {
    return tidy && live == 0;
  }

  /** The files are gone or will be. */
  void deleted() {
    budget.adjust(-taken);
    taken = 0;
    fileBytes = 0;
  }
}
