package dev.tributary.kinesis.local.internal.store;

import java.util.List;
import java.util.Optional;

/**
 * Keeps records on the heap for as long as the process runs.
 *
 * @param numbering a number that tells this run of the program from others
 */
record MemoryStorage(long numbering, StoreBudget budget) implements Storage {
  @Override
  public Contents load() {
    return new Contents(AccountSettings.DEFAULT, 0, List.of());
  }

  @Override
  public Optional<byte[]> sealingKey() {
    return Optional.empty();
  }

  @Override
  public StreamStorage stream(int incarnation) {
    return new MemoryStream(budget);
  }

  @Override
  public void save(AccountSettings account) {}

  @Override
  public void close() {}
}
