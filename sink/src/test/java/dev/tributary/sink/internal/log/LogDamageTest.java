package dev.tributary.sink.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.sink.Origin;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What becomes of files whose bytes are not those that were written. */
class LogDamageTest {

  private static final LogSettings SETTINGS = new LogSettings(400, true);
  private static final String FIRST = "0000000000000000001-0.segment";
  private static final int HEADER = 32;

  private final FaultyStorage storage = new FaultyStorage(new SplittableRandom(1));

  @Test
  void theBytesOfASegmentAreThoseOfTheDocument() throws IOException {
    write(group(1, new SinkRecord("k", null, new byte[] {7}, 5, Origin.NONE)));
    ByteBuffer file = ByteBuffer.wrap(storage.bytes(FIRST));
    assertThat(file.getInt()).as("magic TRBS").isEqualTo(0x54524253);
    assertThat(file.get()).as("version").isEqualTo((byte) 1);
    assertThat(file.position(8).getLong()).as("base sequence").isEqualTo(1);
    assertThat(file.position(HEADER).getInt()).as("length of the record").isEqualTo(56 + 1 + 1);
    assertThat(file.getInt()).as("check").isEqualTo(crc(file, HEADER + 8, 50) ^ HEADER);
    assertThat(file.getLong()).as("sequence").isEqualTo(1);
    assertThat(file.getLong()).as("published").isEqualTo(5);
    assertThat(file.getInt()).as("extension").isZero();
    assertThat(file.getInt()).as("partition key").isEqualTo(1);
    assertThat(file.getInt()).as("explicit hash key, absent").isEqualTo(-1);
    assertThat(file.getInt()).as("rule").isZero();
    assertThat(file.getInt()).as("topic").isZero();
    assertThat(file.getInt()).as("client").isZero();
    assertThat(file.getInt()).as("columns, absent").isEqualTo(-1);
    assertThat(file.getInt()).as("data").isEqualTo(1);
    assertThat(file.get()).isEqualTo((byte) 'k');
    assertThat(file.get()).isEqualTo((byte) 7);
    assertThat(file.hasRemaining()).isFalse();
  }

  @Test
  void whateverSingleByteIsDamagedAllOtherRecordsAreRead() throws IOException {
    write(group(1, records(5)), group(6, records(5)));
    byte[] intact = storage.bytes(FIRST);
    for (int at = 0; at < intact.length; at++) {
      byte[] damaged = intact.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      storage.bytes(FIRST, damaged);
      int hit = recordAt(intact, at);
      List<Long> expected = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
      expected.remove(Long.valueOf(hit));
      Recovery recovery = assertRecovers(expected);
      boolean torn = hit == 10;
      assertThat(recovery.tornBytes()).as("byte %d", at).matches(bytes -> bytes > 0 == torn);
      storage.directory(DamagedParts.DIRECTORY).deleteAll();
    }
  }

  @Test
  void aTornTailIsCutWhereverItIsTorn() throws IOException {
    write(group(1, records(3)));
    byte[] intact = storage.bytes(FIRST);
    int third = offsets(intact).get(2);
    for (int size = third + 1; size < intact.length; size++) {
      storage.bytes(FIRST, Arrays.copyOf(intact, size));
      Recovery recovery = assertRecovers(List.of(1L, 2L));
      assertThat(recovery.tornBytes()).isEqualTo(size - third);
      assertThat(recovery.setAside()).isEmpty();
      assertThat(storage.bytes(FIRST)).hasSize(third);
    }
  }

  @Test
  void zerosThatFillTheLastBlockAreCutAndNotTold() throws IOException {
    write(group(1, records(3)));
    byte[] intact = storage.bytes(FIRST);
    storage.bytes(FIRST, Arrays.copyOf(intact, Math.ceilDiv(intact.length, 4096) * 4096));
    Recovery recovery = assertRecovers(List.of(1L, 2L, 3L));
    assertThat(recovery.tornBytes()).isZero();
    assertThat(recovery.setAside()).isEmpty();
    assertThat(storage.bytes(FIRST)).isEqualTo(intact);
  }

  @Test
  void zerosInThePlaceOfARecordAreToldAsTorn() throws IOException {
    write(group(1, records(3)));
    byte[] damaged = storage.bytes(FIRST);
    int third = offsets(damaged).get(2);
    Arrays.fill(damaged, third, damaged.length, (byte) 0);
    storage.bytes(FIRST, damaged);
    assertThat(assertRecovers(List.of(1L, 2L)).tornBytes()).isEqualTo(damaged.length - third);
  }

  @Test
  void aDamagedMiddleIsSetAsideWithItsBytesAndToldOnce() throws IOException {
    write(group(1, records(3)));
    byte[] damaged = storage.bytes(FIRST);
    List<Integer> offsets = offsets(damaged);
    Arrays.fill(damaged, offsets.get(1), offsets.get(2), (byte) 0);
    storage.bytes(FIRST, damaged);
    Recovery recovery = assertRecovers(List.of(1L, 3L));
    String copy = FIRST + "@" + offsets.get(1);
    int size = offsets.get(2) - offsets.get(1);
    assertThat(recovery.setAside())
        .containsExactly(
            FIRST
                + ": "
                + size
                + " bytes at "
                + offsets.get(1)
                + " are damaged, where sequences 2 to 2 were; a copy is damaged/"
                + copy);
    FaultyStorage aside = (FaultyStorage) storage.directory(DamagedParts.DIRECTORY);
    assertThat(aside.bytes(copy)).isEqualTo(new byte[size]);
    assertThat(assertRecovers(List.of(1L, 3L)).setAside()).isEmpty();
  }

  @Test
  void aLengthOfGarbageAllocatesNothing() throws IOException {
    write(group(1, records(3)));
    byte[] damaged = storage.bytes(FIRST);
    ByteBuffer.wrap(damaged).putInt(offsets(damaged).get(1), Integer.MAX_VALUE);
    storage.bytes(FIRST, damaged);
    assertRecovers(List.of(1L, 3L));
  }

  @Test
  void aRecordInsideTheDataOfAnotherIsNeverTakenForOne() throws IOException {
    write(group(1, records(3)));
    byte[] file = storage.bytes(FIRST);
    byte[] second = Arrays.copyOfRange(file, offsets(file).get(1), offsets(file).get(2));
    storage.delete(FIRST);
    write(group(1, new SinkRecord("k", null, second, 0, Origin.NONE)), group(9, records(1)));
    byte[] damaged = storage.bytes(FIRST);
    damaged[HEADER] ^= 1;
    storage.bytes(FIRST, damaged);
    assertRecovers(List.of(9L));
  }

  @Test
  void aFileOfAnotherVersionIsNotTouched() throws IOException {
    write(group(1, records(3)));
    byte[] other = storage.bytes(FIRST);
    other[4] = 2;
    ByteBuffer.wrap(other).putInt(28, crc(ByteBuffer.wrap(other), 0, 28));
    storage.bytes(FIRST, other);
    assertThatThrownBy(() -> RecordLog.open(storage, SETTINGS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format version 2; this release reads version 1");
    assertThat(storage.bytes(FIRST)).isEqualTo(other);
  }

  @Test
  void aDamagedPositionMeansThatAllIsDeliveredAgain() throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    log.append(group(1, records(4)));
    log.finished(2);
    log.close();
    assertRecovers(List.of(1L, 3L, 4L));
    byte[] position = storage.bytes("position");
    position[position.length / 2] ^= 1;
    storage.bytes("position", position);
    Recovery recovery = assertRecovers(List.of(1L, 2L, 3L, 4L));
    assertThat(recovery.setAside()).singleElement().asString().contains("read position is damaged");
  }

  @Test
  void whatIsDamagedWhileTheLogIsOpenIsToldAsLost() throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    log.append(group(1, records(4)));
    byte[] damaged = storage.bytes(FIRST);
    damaged[offsets(damaged).get(1) + 60] ^= 1;
    damaged[damaged.length - 1] ^= 1;
    storage.bytes(FIRST, damaged);
    assertThat(log.read(Long.MAX_VALUE)).extracting(LoggedRecord::sequence).containsExactly(1L, 3L);
    Loss loss = log.takeLoss();
    assertThat(loss.records()).isEqualTo(2);
    assertThat(loss.setAside()).hasSize(2);
    assertThat(log.hasUnread()).isFalse();
    assertThat(log.liveRecords()).isEqualTo(2);
  }

  private void write(LogGroup... groups) throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    for (LogGroup group : groups) {
      log.append(group);
    }
  }

  private Recovery assertRecovers(List<Long> sequences) throws IOException {
    RecordLog log = RecordLog.open(storage, SETTINGS);
    List<Long> found = new ArrayList<>();
    log.visit(0, (sequence, _, _) -> found.add(sequence));
    assertThat(found).isEqualTo(sequences);
    assertThat(log.recovery().records()).isEqualTo(sequences.size());
    return log.recovery();
  }

  private static LogGroup group(long first, SinkRecord... records) {
    LogGroup group = new LogGroup();
    for (SinkRecord record : records) {
      group.add(first++, record);
    }
    return group;
  }

  private static SinkRecord[] records(int count) {
    SinkRecord[] records = new SinkRecord[count];
    for (int i = 0; i < count; i++) {
      byte[] data = ("some data " + i).getBytes(StandardCharsets.UTF_8);
      records[i] =
          new SinkRecord("key", "17", data, i, new Source("r", "t", "c"), data, Origin.NONE);
    }
    return records;
  }

  /** Number of the record that the byte belongs to, from 1; 0 for the header of the file. */
  private static int recordAt(byte[] file, int at) {
    return (int) offsets(file).stream().filter(offset -> offset <= at).count();
  }

  private static List<Integer> offsets(byte[] file) {
    List<Integer> offsets = new ArrayList<>();
    for (int at = HEADER; at < file.length; at += ByteBuffer.wrap(file).getInt(at)) {
      offsets.add(at);
    }
    return offsets;
  }

  private static int crc(ByteBuffer bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, length));
    return (int) crc.getValue();
  }
}
