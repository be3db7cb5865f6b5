package dev.tributary.sink;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who must still hold a record; the one that hands it out is the first of them. */
final class Parties implements Receipt {

  private final AtomicInteger open = new AtomicInteger(1);
  private final Runnable settled;

  /**
   * @param settled run once, when all have answered
   */
  Parties(Runnable settled) {
    this.settled = settled;
  }

  @Override
  public void expect() {
    open.incrementAndGet();
  }

  @Override
  public void held() {
    if (open.decrementAndGet() == 0) {
      settled.run();
    }
  }

  /** Nobody can do more about it. */
  @Override
  public void refused(Refusal refusal, String reason) {
    held();
  }

  /** Nobody else will be expected. */
  void handedOut() {
    held();
  }
}
