package dev.tributary.kinesis.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordRingTest {
  private static final SequenceNumbers NUMBERS = new SequenceNumbers(1, 1, 0);

  private final RecordRing ring = new RecordRing(1);

  private static StoredRecord record(long millis) {
    return new StoredRecord(NUMBERS, millis, millis, "k", new byte[0], EncryptionType.NONE);
  }

  /**
   * The ring against a plain list that never forgets, through growth, wrap-around and shrinking.
   */
  @Test
  void keepsPositionsLikeAList() {
    Random random = new Random(1);
    List<StoredRecord> all = new ArrayList<>();
    int removed = 0;
    for (int phase = 0; phase < 20; phase++) {
      int adding = phase % 2 == 0 ? 80 : 20;
      for (int i = 0; i < 500; i++) {
        if (random.nextInt(100) < adding) {
          all.add(record(all.size()));
          ring.add(all.getLast());
        } else if (!ring.isEmpty()) {
          assertThat(ring.removeFirst()).isSameAs(all.get(removed++));
        }
        assertThat(ring.first()).isEqualTo(removed + 1L);
        assertThat(ring.next()).isEqualTo(all.size() + 1L);
      }
      for (long position = ring.first(); position < ring.next(); position++) {
        assertThat(ring.at(position)).isSameAs(all.get((int) position - 1));
      }
    }
  }

  @Test
  void findsTheFirstSinceATime() {
    for (long millis : new long[] {10, 20, 20, 20, 30}) {
      ring.add(record(millis));
    }
    assertThat(ring.firstSince(0)).isEqualTo(1);
    assertThat(ring.firstSince(20)).isEqualTo(2);
    assertThat(ring.firstSince(21)).isEqualTo(5);
    assertThat(ring.firstSince(31)).isEqualTo(6);
  }

  @Test
  void knowsItsEnds() {
    assertThatThrownBy(() -> ring.at(1)).isInstanceOf(IndexOutOfBoundsException.class);
    ring.add(record(1));
    assertThatThrownBy(() -> ring.at(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ring.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
