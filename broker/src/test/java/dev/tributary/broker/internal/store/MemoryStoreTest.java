package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {

  private final MemorySessions sessions = new MemorySessions();

  @Override
  Store open() {
    return new MemoryStore(sessions);
  }

  @Override
  Store openAgain() {
    return new MemoryStore(sessions);
  }

  @Test
  void saysThatItIsNotDurable() {
    assertThat(store.isDurable()).isFalse();
    assertThat(store.trouble()).isNull();
    assertThat(writer.isBacklogged()).isFalse();
  }
}
