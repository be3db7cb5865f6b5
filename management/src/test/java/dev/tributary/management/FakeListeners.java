package dev.tributary.management;

import dev.tributary.broker.ListenException;
import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.ListenerView;
import dev.tributary.broker.Listeners;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listeners without sockets. Port 9 can never be opened. */
final class FakeListeners implements Listeners {

  private static final int CLOSED_PORT = 9;

  private final Map<String, ListenerView> listeners = new LinkedHashMap<>();

  @Override
  public synchronized List<ListenerView> all() {
    return List.copyOf(listeners.values());
  }

  @Override
  public synchronized Optional<ListenerView> find(String id) {
    return Optional.ofNullable(listeners.get(id));
  }

  @Override
  public synchronized void put(ListenerSettings settings) throws ListenException {
    show(settings, settings.enable());
  }

  private void show(ListenerSettings settings, boolean running) throws ListenException {
    if (running && settings.bind().getPort() == CLOSED_PORT) {
      throw new ListenException(
          settings.id(), settings.bind(), "not permitted", new IOException("not permitted"));
    }
    listeners.put(
        settings.id(), new ListenerView(settings, running, 0, running ? settings.bind() : null));
  }

  @Override
  public synchronized boolean remove(String id) {
    return listeners.remove(id) != null;
  }

  @Override
  public synchronized boolean start(String id) throws ListenException {
    return show(id, true);
  }

  private boolean show(String id, boolean running) throws ListenException {
    ListenerView view = listeners.get(id);
    if (view != null) {
      show(view.settings(), running);
    }
    return view != null;
  }

  @Override
  public synchronized boolean stop(String id) {
    ListenerView view = listeners.get(id);
    if (view != null) {
      listeners.put(id, new ListenerView(view.settings(), false, 0, null));
    }
    return view != null;
  }

  @Override
  public synchronized List<String> reloadCertificates() {
    return List.of();
  }
}
