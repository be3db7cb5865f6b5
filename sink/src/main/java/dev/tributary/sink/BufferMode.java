package dev.tributary.sink;

/** Where records wait for their delivery. */
public enum BufferMode {
  /** In memory: they end with the process. */
  MEMORY_ONLY,
  /** On disk, synced in groups, the oldest of them in memory too. */
  DISK,
  /** In memory up to its share, the rest on disk, not synced. */
  VOLATILE_OFFLOAD
}
