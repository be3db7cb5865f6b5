package dev.tributary.sink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that an action's buffer may hold, in flight included. Exceeded only by one record that
 * is alone: a record larger than the whole buffer would otherwise wait for ever.
 */
final class BufferBudget {

  private final AtomicLong used = new AtomicLong();
  private volatile long max;

  BufferBudget(long max) {
    this.max = max;
  }

  void resize(long bytesMax) {
    max = bytesMax;
  }

  long max() {
    return max;
  }

  boolean tryTake(int bytes) {
    while (true) {
      long now = used.get();
      if (now != 0 && now + bytes > max) {
        return false;
      }
      if (used.compareAndSet(now, now + bytes)) {
        return true;
      }
    }
  }

  /** Takes without asking: what is there already must be counted. */
  void take(long bytes) {
    used.addAndGet(bytes);
  }

  /** Whether so many more would fit. */
  boolean hasRoomFor(long bytes) {
    long now = used.get();
    return now == 0 || now + bytes <= max;
  }

  /** More or less than was taken one by one. */
  void adjust(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    long left = used.addAndGet(-bytes);
    assert left >= 0 : "more bytes given back than taken";
  }

  long used() {
    return used.get();
  }
}
