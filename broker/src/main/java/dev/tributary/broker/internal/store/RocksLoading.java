package dev.tributary.broker.internal.store;

import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all sessions and retained messages. Each family is read once, sessions and queues side by
 * side in the order of session numbers; one session is in memory at a time.
 */
final class RocksLoading {

  private static final Logger LOG = LoggerFactory.getLogger(RocksLoading.class);

  private final RocksFolder.Opened opened;
  private final Store.Contents to;

  RocksLoading(RocksFolder.Opened opened, Store.Contents to) {
    this.opened = opened;
    this.to = to;
  }

  /** Answers the first free session number. */
  long run() throws RocksDBException {
    long next = sessions();
    retained();
    return next;
  }

  private long sessions() throws RocksDBException {
    long next = 0;
    try (Cursor sessions = new Cursor(RocksFamily.SESSIONS);
        Cursor queues = new Cursor(RocksFamily.QUEUES)) {
      while (!sessions.ended || !queues.ended) {
        long number = Math.min(sessions.session(), queues.session());
        next = Math.max(next, number + 1);
        session(number, sessions, queues);
      }
    }
    return next;
  }

  /** Leaves both cursors behind this session, whatever is found of it. */
  private void session(long number, Cursor sessions, Cursor queues) throws RocksDBException {
    Found found = new Found();
    while (sessions.session() == number) {
      found.state(sessions);
      sessions.next();
    }
    while (queues.session() == number) {
      found.queue(queues);
      queues.next();
    }
    if (found.isNothingButRest()) {
      remove(number);
      return;
    }
    try {
      to.session(found.session(number));
    } catch (DamagedRecordException e) {
      LOG.error(
          "Session {} of client {} is left out, for what is stored of it is damaged: {}",
          number,
          SessionCodec.clientId(found.contents),
          e.getMessage());
    }
  }

  /** Of a session that has ended: somebody wrote to it once more. */
  private void remove(long number) throws RocksDBException {
    LOG.debug("what was written to session {} after its end is removed", number);
    byte[] from = RocksKeys.range(number, (byte) 0);
    byte[] end = RocksKeys.range(number, RocksKeys.END);
    opened.db().deleteRange(opened.family(RocksFamily.SESSIONS), from, end);
    opened.db().deleteRange(opened.family(RocksFamily.QUEUES), from, end);
  }

  private void retained() throws RocksDBException {
    try (RocksRange range = new RocksRange(opened.db(), opened.family(RocksFamily.RETAINED))) {
      while (range.next()) {
        try {
          to.retained(MessageCodec.retained(range.value()));
        } catch (DamagedRecordException e) {
          LOG.error("A retained message is left out, for it is damaged: {}", e.getMessage());
        }
      }
    }
  }

  /** Stands at an entry, or has ended. */
  private final class Cursor implements AutoCloseable {
    private final RocksRange range;
    private byte[] key = new byte[0];
    private long session;
    private boolean ended;

    Cursor(RocksFamily family) throws RocksDBException {
      ColumnFamilyHandle handle = opened.family(family);
      this.range = new RocksRange(opened.db(), handle);
      next();
    }

    void next() throws RocksDBException {
      while (range.next()) {
        key = range.key();
        try {
          session = RocksKeys.session(key);
          return;
        } catch (DamagedRecordException e) {
          LOG.error("An entry is left out: {}", e.getMessage());
        }
      }
      ended = true;
    }

    /** Behind all others at the end. */
    long session() {
      return ended ? Long.MAX_VALUE : session;
    }

    @Override
    public void close() {
      range.close();
    }
  }

  /** What of a session has been read. The first damage is kept until all of it has gone by. */
  private static final class Found {
    private byte @Nullable [] contents;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<Long, Flow> flows = new HashMap<>();
    private final QueueSummary queue = new QueueSummary();
    private @Nullable DamagedRecordException damage;

    void state(Cursor at) {
      if (RocksKeys.kind(at.key) == RocksKeys.SESSION) {
        contents = at.range.value();
        return;
      }
      try {
        subscriptions.add(SessionCodec.subscription(RocksKeys.filter(at.key), at.range.value()));
      } catch (DamagedRecordException e) {
        damaged("a subscription: ", e);
      }
    }

    void queue(Cursor at) {
      try {
        switch (RocksKeys.kind(at.key)) {
          case RocksKeys.AWAITING_RELEASE -> awaitingRelease(at);
          case RocksKeys.FLOW ->
              flows.put(RocksKeys.position(at.key), SessionCodec.flow(at.range.value()));
          default -> message(at);
        }
      } catch (DamagedRecordException e) {
        damaged("its queue: ", e);
      }
    }

    boolean isNothingButRest() {
      return contents == null;
    }

    StoredSession session(long number) throws DamagedRecordException {
      byte[] bytes = contents;
      if (damage != null || bytes == null) {
        throw damage == null ? new DamagedRecordException("it has no record") : damage;
      }
      return queue.session(number, SessionCodec.session(bytes), subscriptions);
    }

    private void awaitingRelease(Cursor at) throws DamagedRecordException {
      int packetId = RocksKeys.packetId(at.key);
      byte[] open = at.range.value();
      if (open.length == 0) {
        queue.awaitingRelease(packetId);
      } else {
        queue.open(SessionCodec.open(packetId, open));
      }
    }

    /** The value is looked at only if there is a flow. */
    private void message(Cursor at) throws DamagedRecordException {
      long position = RocksKeys.position(at.key);
      Flow flow = flows.get(position);
      if (flow == null) {
        queue.waiting(position);
      } else {
        queue.begun(MessageCodec.queued(position, at.range.value(), flow));
      }
    }

    private void damaged(String what, DamagedRecordException e) {
      if (damage == null) {
        damage = new DamagedRecordException(what + e.getMessage(), e);
      }
    }
  }
}
