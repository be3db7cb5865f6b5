package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

/** Blocks between gaps, which a put leaves that has failed, and between those of other shards. */
final class DiskBlocksTest {
  private static final SequenceNumbers NUMBERS = new SequenceNumbers(1, 1, 1);
  private static final long END = 30;

  @TempDir Path folder;
  private RocksDatabase database;
  private DiskBlocks blocks;

  @BeforeEach
  void open() throws IOException {
    RocksLibrary.load();
    database = RocksDatabase.open(DiskFolder.open(folder), false, new TestClock());
    blocks = new DiskBlocks(database, 1, 1);
    put(new DiskBlocks(database, 1, 0), 7, 100, 100);
    put(new DiskBlocks(database, 1, 2), 7, 100, 100);
    put(blocks, 5, 3, 1000); // 5, 6, 7
    put(blocks, 8, 2, 2000); // 8, 9
    put(blocks, 20, 4, 3000); // 20 to 23
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void put(DiskBlocks to, long first, int count, long millis) {
    StagedBlock block = new StagedBlock(first, millis, first * 100);
    for (int i = 0; i < count; i++) {
      byte[] key = {(byte) ('a' + i)};
      assertThat(block.add(millis, EncryptionType.NONE, key, new byte[10])).isTrue();
    }
    try (WriteBatch batch = new WriteBatch()) {
      to.put(block, batch);
      database.write(batch);
    }
  }

  private List<Long> read(long from, int limit) {
    return blocks.read(from, END, limit, 1000, NUMBERS).records().stream()
        .map(StoredRecord::position)
        .toList();
  }

  @Test
  void readingGoesOnBehindAGap() {
    assertThat(read(0, 100)).containsExactly(5L, 6L, 7L, 8L, 9L, 20L, 21L, 22L, 23L);
    assertThat(read(6, 3)).containsExactly(6L, 7L, 8L);
    assertThat(read(10, 1)).containsExactly(20L);
    assertThat(read(19, 2)).containsExactly(20L, 21L);
    assertThat(read(23, 2)).containsExactly(23L);
    assertThat(read(24, 2)).isEmpty();
  }

  @Test
  void aPageSaysWhatFollowsIt() {
    assertThat(blocks.read(8, END, 2, 1000, NUMBERS))
        .extracting(ShardRecords.Slice::next, ShardRecords.Slice::followingMillis)
        .containsExactly(20L, 3000L);
    assertThat(blocks.read(8, END, 1, 1000, NUMBERS))
        .extracting(ShardRecords.Slice::next, ShardRecords.Slice::followingMillis)
        .containsExactly(9L, 2000L);
    assertThat(blocks.read(20, END, 4, 1000, NUMBERS))
        .extracting(ShardRecords.Slice::next, ShardRecords.Slice::followingMillis)
        .containsExactly(END, ShardRecords.NOTHING);
  }

  @Test
  void aGapIsHeldByNoBlock() {
    for (long position : new long[] {0, 4, 10, 19, 24}) {
      assertThat(blocks.holding(position)).as("%d", position).isNull();
    }
    assertThat(blocks.holding(5).first()).isEqualTo(5);
    assertThat(blocks.holding(7).first()).isEqualTo(5);
    assertThat(blocks.holding(8).first()).isEqualTo(8);
    assertThat(blocks.holding(23).first()).isEqualTo(20);
  }

  @Test
  void aSearchFindsTheFirstBlock() {
    assertThat(blocks.first(5, END, _ -> true).first()).isEqualTo(5);
    assertThat(blocks.first(5, END, block -> block.arrivalMillis() > 1000).first()).isEqualTo(8);
    assertThat(blocks.first(5, END, block -> block.arrivalMillis() > 2000).first()).isEqualTo(20);
    assertThat(blocks.first(5, END, block -> block.arrivalMillis() > 3000)).isNull();
  }

  @Test
  void theEndsTellWhatIsHeld() {
    DiskBlocks.Ends ends = blocks.ends(6);
    assertThat(ends.oldest().first()).isEqualTo(8);
    assertThat(ends.newest().next()).isEqualTo(24);
    assertThat(ends.bytesAfter()).isEqualTo(2000 + Block.footprintBytes(4, 4 * (7 + 1 + 10)));
    assertThat(blocks.ends(21)).isNull();
  }
}
