package dev.tributary.benchmarks;

/** One of several subjects cannot be measured here, and the others can; the message says why. */
final class NotMeasured extends Exception {

  private static final long serialVersionUID = 1L;

  NotMeasured(String message) {
    super(message);
  }
}
