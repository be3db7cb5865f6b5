package dev.tributary.sink;

/**
 * Finds the record that makes a service refuse a whole request: each refusal halves the requests
 * that follow until the culprit is alone, each acceptance doubles them again. About {@code 2 log2
 * n} requests per culprit.
 */
final class BatchLimit {

  private int limit = Integer.MAX_VALUE;

  int records(int recordsMax) {
    return Math.min(limit, recordsMax);
  }

  void refused(int records) {
    limit = Math.max(1, records / 2);
  }

  void accepted() {
    limit = limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : limit * 2;
  }
}
