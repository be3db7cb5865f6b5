package dev.tributary.testkit.simulation;

import dev.tributary.sink.SinkRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * All messages of a world. It knows a message again by its bytes, which a record keeps through the
 * disk and to the service, and judges what the service stores: in order per key, and no more often
 * than is explained.
 */
final class Messages implements ModelKinesis.Observer {

  /** Bytes of the id at the beginning of the data. */
  static final int BYTES_MIN = Integer.BYTES;

  private final List<Message> all = new ArrayList<>();
  private final TreeMap<String, KeyLine> lines = new TreeMap<>();
  private final Violations violations;
  private final Trace trace;
  private final SimulatedClock clock;
  private boolean inOrder;
  private long duplicates;

  /** The messages of one key, in the order of publishing. */
  private static final class KeyLine {
    final List<Message> messages = new ArrayList<>();
    int firstUnsettled;
  }

  Messages(Violations violations, Trace trace, SimulatedClock clock, boolean inOrder) {
    this.violations = violations;
    this.trace = trace;
    this.clock = clock;
    this.inOrder = inOrder;
  }

  Message make(String key, int bytes, boolean acknowledged, boolean poison) {
    KeyLine line = lines.computeIfAbsent(key, _ -> new KeyLine());
    int id = all.size();
    byte[] data = data(id, bytes);
    Message made = new Message(id, key, line.messages.size(), acknowledged, poison, data);
    line.messages.add(made);
    all.add(made);
    return made;
  }

  private static byte[] data(int id, int bytes) {
    byte[] data = new byte[Math.max(bytes, BYTES_MIN)];
    for (int i = BYTES_MIN; i < data.length; i++) {
      data[i] = (byte) (id * 31 + i);
    }
    ByteBuffer.wrap(data).putInt(id);
    return data;
  }

  List<Message> all() {
    return all;
  }

  /** Copies of messages in the stream beyond one each. */
  long duplicates() {
    return duplicates;
  }

  /** The message whose record this is; never half of one, nor another's. */
  Message of(SinkRecord record) {
    byte[] data = record.data();
    int id = data.length < BYTES_MIN ? -1 : ByteBuffer.wrap(data).getInt();
    violations.require(
        id >= 0 && id < all.size(), () -> "a record that nobody has published: " + record);
    Message message = all.get(id);
    violations.require(
        Arrays.equals(message.data(), data) && message.key.equals(record.partitionKey()),
        () -> "other bytes or another key than published: " + message);
    return message;
  }

  @Override
  public boolean isInvalid(SinkRecord record) {
    return of(record).poison;
  }

  @Override
  public void stored(SinkRecord record, String shardId) {
    Message message = of(record);
    message.stored++;
    message.answeredNanos = null;
    trace.say(() -> "  " + shardId + " stores " + message);
    if (message.stored == 1) {
      checkOrder(message);
    } else {
      duplicates++;
      violations.require(
          message.stored <= 1 + message.excuses, () -> "stored twice without a reason: " + message);
    }
  }

  /** What was in memory alone is gone, and what is younger and on disk is not. */
  void orderIsLost() {
    inOrder = false;
  }

  private void checkOrder(Message message) {
    KeyLine line = lines.get(message.key);
    if (!inOrder || line == null) {
      return;
    }
    while (line.firstUnsettled < message.number
        && line.messages.get(line.firstUnsettled).isSettled()) {
      line.firstUnsettled++;
    }
    violations.require(
        line.firstUnsettled >= message.number,
        () -> line.messages.get(line.firstUnsettled) + " was overtaken by " + message);
  }

  @Override
  public void answered(SinkRecord record, boolean confirmed) {
    Message message = of(record);
    message.answeredNanos = clock.nanos();
    if (!confirmed) {
      message.excuses++;
      trace.say(() -> "  the answer is lost for " + message);
    }
  }
}
