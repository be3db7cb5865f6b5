package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerView;
import dev.tributary.broker.Listeners;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.tls.TlsContexts;
import dev.tributary.broker.internal.tls.TlsFileException;
import dev.tributary.broker.internal.transport.ConnectionHandler.Order;
import io.netty.channel.local.LocalAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one broker. Whoever changes one waits for whoever changes another; looking waits
 * for nobody.
 */
final class ListenerTable implements Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerTable.class);

  /** How often files are looked at; who is in a hurry calls {@link #reloadCertificates}. */
  private static final Duration CERTIFICATES_INTERVAL = Duration.ofSeconds(60);

  private final Services services;
  private final Door.Sockets sockets;
  private final TlsContexts tlsContexts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Door> doors = new ConcurrentSkipListMap<>();

  /** Not shown to anybody: they are no listeners that somebody configured. */
  private final Map<String, Door> inMemory = new ConcurrentSkipListMap<>();

  private @Nullable Thread certificateWatch;
  private boolean closed;

  ListenerTable(Services services, Door.Sockets sockets, TlsContexts tlsContexts) {
    this.services = services;
    this.sockets = sockets;
    this.tlsContexts = tlsContexts;
  }

  @Override
  public List<ListenerView> all() {
    return doors.values().stream().map(Door::view).toList();
  }

  @Override
  public Optional<ListenerView> find(String id) {
    return Optional.ofNullable(doors.get(id)).map(Door::view);
  }

  @Override
  public void put(ListenerSettings settings) throws ListenException {
    lock.lock();
    try {
      checkNotClosed();
      Door known = doors.get(settings.id());
      if (known == null) {
        Door fresh = new Door(settings.id(), null, settings, services, sockets, tlsContexts);
        if (settings.enable()) {
          fresh.open();
        }
        doors.put(settings.id(), fresh);
      } else {
        known.change(settings);
      }
      watchCertificates(settings);
    } finally {
      lock.unlock();
    }
  }

  LocalAddress openInMemory(String name, LocalAddress address) {
    lock.lock();
    try {
      checkNotClosed();
      String id = "memory:" + name;
      ListenerSettings settings = ListenerSettings.tcp(name, Addresses.IN_MEMORY);
      Door door = new Door(id, address, settings, services, sockets, tlsContexts);
      door.open();
      inMemory.put(id, door);
      return address;
    } catch (ListenException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean remove(String id) {
    lock.lock();
    try {
      Door door = doors.remove(id);
      if (door != null) {
        door.close(Reason.ADMINISTRATIVE);
      }
      return door != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean start(String id) throws ListenException {
    lock.lock();
    try {
      checkNotClosed();
      Door door = doors.get(id);
      if (door != null) {
        door.open();
      }
      return door != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean stop(String id) {
    lock.lock();
    try {
      Door door = doors.get(id);
      if (door != null) {
        door.close(Reason.ADMINISTRATIVE);
      }
      return door != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> reloadCertificates() {
    return reloadCertificates(false);
  }

  private List<String> reloadCertificates(boolean onlyStale) {
    List<String> problems = new ArrayList<>();
    lock.lock();
    try {
      doors.forEach((id, door) -> {
        try {
          door.reloadCertificates(onlyStale);
        } catch (TlsFileException e) {
          problems.add("listener " + id + ": " + e.getMessage());
        }
      });
    } finally {
      lock.unlock();
    }
    problems.forEach(problem -> LOG.warn("{}; the certificates of before stay in force", problem));
    return problems;
  }

  /** A thread of its own, for files may be slow; only where there are any. */
  private void watchCertificates(ListenerSettings settings) {
    if (settings.tls() != null && certificateWatch == null) {
      certificateWatch = Thread.ofVirtual().name("certificates").start(this::lookAtFiles);
    }
  }

  private void lookAtFiles() {
    try {
      while (true) {
        Thread.sleep(CERTIFICATES_INTERVAL);
        List<String> _ = reloadCertificates(true);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  void tell(Order order) {
    everyDoor().forEach(door -> door.tell(order));
  }

  /** All at once: no new clients, then a last packet for everyone, for two seconds altogether. */
  void close() {
    lock.lock();
    try {
      closed = true;
      if (certificateWatch != null) {
        certificateWatch.interrupt();
      }
      everyDoor().forEach(Door::stopAccepting);
      tell((connection, disconnector) -> disconnector.close(connection, Reason.SHUTTING_DOWN, ""));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Transport.CLOSE_SECONDS_MAX);
      everyDoor().forEach(door -> door.awaitEmpty(Math.max(0, deadline - System.nanoTime())));
      everyDoor().forEach(Door::releaseTls);
    } finally {
      lock.unlock();
    }
  }

  private Stream<Door> everyDoor() {
    return Stream.concat(doors.values().stream(), inMemory.values().stream());
  }

  private void checkNotClosed() {
    if (closed) {
      throw new IllegalStateException("the broker is closed");
    }
  }
}
