package dev.tributary.broker.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one {@link Reading}. */
final class RocksReading {

  private static final Logger LOG = LoggerFactory.getLogger(RocksReading.class);

  private final RocksFolder.Opened opened;
  private final ColumnFamilyHandle queues;
  private final Reading reading;

  RocksReading(RocksFolder.Opened opened, Reading reading) {
    this.opened = opened;
    this.queues = opened.family(RocksFamily.QUEUES);
    this.reading = reading;
  }

  List<StoredMessage> run() throws RocksDBException {
    List<StoredMessage> found = messages();
    if (found.isEmpty()) {
      return found;
    }
    Map<Long, Flow> flows = flows(found.getLast().position());
    found.replaceAll(message -> message.with(flows.getOrDefault(message.position(), Flow.WAITING)));
    return found;
  }

  private List<StoredMessage> messages() throws RocksDBException {
    List<StoredMessage> found = new ArrayList<>();
    long bytes = 0;
    try (RocksRange range = range(RocksKeys.MESSAGE)) {
      while (found.size() < reading.max() && range.next()) {
        byte[] value = range.value();
        bytes += value.length;
        if (!found.isEmpty() && bytes > Reading.BYTES_MAX) {
          break;
        }
        try {
          long position = RocksKeys.position(range.key());
          found.add(MessageCodec.queued(position, value, Flow.WAITING));
        } catch (DamagedRecordException e) {
          LOG.error(
              "A stored message of session {} is lost, for it is damaged: {}",
              reading.session(),
              e.getMessage());
        }
      }
    }
    return found;
  }

  private Map<Long, Flow> flows(long lastPosition) throws RocksDBException {
    Map<Long, Flow> flows = new HashMap<>();
    try (RocksRange range = range(RocksKeys.FLOW)) {
      while (range.next()) {
        try {
          long position = RocksKeys.position(range.key());
          if (position > lastPosition) {
            break;
          }
          flows.put(position, SessionCodec.flow(range.value()));
        } catch (DamagedRecordException e) {
          LOG.error(
              "Where a stored message of session {} stands is damaged, it is sent again: {}",
              reading.session(),
              e.getMessage());
        }
      }
    }
    return flows;
  }

  private RocksRange range(byte kind) {
    return new RocksRange(
        opened.db(),
        queues,
        RocksKeys.inQueue(reading.session(), kind, reading.fromPosition()),
        RocksKeys.range(reading.session(), (byte) (kind + 1)));
  }
}
