package dev.tributary.kinesis.local.internal.store;

/** The capacity modes by their names in the API. */
public enum StreamMode {
  PROVISIONED,
  ON_DEMAND
}
