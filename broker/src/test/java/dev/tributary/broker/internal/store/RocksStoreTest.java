package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest extends StoreContract {

  @TempDir Path folder;

  @Override
  Store open() throws StoreException {
    return openAgain();
  }

  @Override
  Store openAgain() throws StoreException {
    return RocksStore.open(new StorageOptions.OnDisk(folder, false), System::nanoTime);
  }

  @Test
  void saysThatItIsDurable() {
    assertThat(store.isDurable()).isTrue();
    assertThat(store.trouble()).isNull();
    assertThat(writer.isBacklogged()).isFalse();
  }
}
