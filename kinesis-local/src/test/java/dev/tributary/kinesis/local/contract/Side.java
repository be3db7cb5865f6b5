package dev.tributary.kinesis.local.contract;

/** Whose server a test of the contract asks. */
enum Side {
  MEMORY,
  DISK,
  /** The server of the npm package {@code kinesis-local}. */
  NODE
}
