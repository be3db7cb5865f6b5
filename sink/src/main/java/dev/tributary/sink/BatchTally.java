package dev.tributary.sink;

/** How the records of one answered request ended, collected before the ledger hears of it. */
final class BatchTally {

  int success;
  int failed;
  int late;
  int returned;
  long returnedBytes;

  /** Bytes of the records that have left the buffer for good. */
  long endedBytes;

  final DropCounts dropped = new DropCounts();

  long records() {
    return success + failed + late + returned + dropped.total();
  }
}
