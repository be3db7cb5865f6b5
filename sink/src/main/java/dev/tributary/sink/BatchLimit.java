package dev.tributary.sink;

/**
 * Finds the record that makes a service refuse a whole request: each refusal halves the requests
 * that follow until the culprit is alone, each acceptance doubles them again. About {@code 2 log2
 * n} requests per culprit.
 */
final class BatchLimit {

  private final int recordsMax;
  private int limit;

  BatchLimit(int recordsMax) {
    this.recordsMax = recordsMax;
    this.limit = recordsMax;
  }

  int records(int serviceMax) {
    return Math.min(limit, serviceMax);
  }

  void refused(int records) {
    limit = Math.max(1, records / 2);
  }

  void accepted() {
    limit = Math.min(recordsMax, limit * 2);
  }
}
