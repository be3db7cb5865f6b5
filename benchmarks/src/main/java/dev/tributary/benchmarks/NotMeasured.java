package dev.tributary.benchmarks;

/** One of several subjects cannot be measured here, and the others can. */
final class NotMeasured extends Exception {

  private static final long serialVersionUID = 1L;

  private final String words;

  NotMeasured(String words) {
    super(words);
    this.words = words;
  }

  /** Why, for people. */
  String words() {
    return words;
  }
}
