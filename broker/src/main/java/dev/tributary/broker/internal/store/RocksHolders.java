package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message.MessageId;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds who has messages in its queue, by going through all queues once. That happens at a start
 * after a crash only, and costs less than an index that each message would have to pay for.
 */
final class RocksHolders {

  private static final Logger LOG = LoggerFactory.getLogger(RocksHolders.class);

  private final RocksFolder.Opened opened;
  private final Set<MessageId> messages;
  private final Store.Holders to;

  RocksHolders(RocksFolder.Opened opened, Set<MessageId> messages, Store.Holders to) {
    this.opened = opened;
    this.messages = messages;
    this.to = to;
  }

  void run() throws RocksDBException {
    try (RocksRange queues = new RocksRange(opened.db(), opened.family(RocksFamily.QUEUES))) {
      while (queues.next()) {
        try {
          look(queues.key(), queues);
        } catch (DamagedRecordException e) {
          LOG.warn("A stored message was not looked at, for it is damaged: {}", e.getMessage());
        }
      }
    }
  }

  private void look(byte[] key, RocksRange at) throws DamagedRecordException {
    long session = RocksKeys.session(key);
    if (RocksKeys.kind(key) != RocksKeys.MESSAGE) {
      return;
    }
    byte[] value = at.value();
    if (messages.contains(MessageCodec.queuedId(value))) {
      long position = RocksKeys.position(key);
      to.holds(session, MessageCodec.queued(position, value, Flow.WAITING));
    }
  }
}
