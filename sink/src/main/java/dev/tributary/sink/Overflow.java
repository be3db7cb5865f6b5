package dev.tributary.sink;

/** What becomes of a record that finds the buffer full. */
public enum Overflow {
  /** It waits, and its publisher with it. */
  BACKPRESSURE,
  /** It is dropped and its publisher told so. */
  REJECT,
  /** The oldest records are dropped to make room. */
  DROP_OLDEST
}
