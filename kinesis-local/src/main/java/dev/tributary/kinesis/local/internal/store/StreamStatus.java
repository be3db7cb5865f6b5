package dev.tributary.kinesis.local.internal.store;

/** The states of a stream by their names in the API. */
public enum StreamStatus {
  CREATING,
  ACTIVE,
  UPDATING,
  DELETING
}
