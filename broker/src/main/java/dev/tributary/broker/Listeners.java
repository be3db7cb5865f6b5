package dev.tributary.broker;

import java.util.List;
import java.util.Optional;

/**
 * The listeners of a started broker. Any thread; calls are serialised and may block while a socket
 * is bound or files are read. What happens to one listener does not touch the connections of
 * others. Ids are such as {@code tcp:default}.
 */
public interface Listeners {

  List<ListenerView> all();

  Optional<ListenerView> find(String id);

  /**
   * Adds a listener, or changes one: opens it if it is enabled. Connections of a changed listener
   * stay, under the settings that they came under; if the new settings cannot be opened the former
   * ones stay in force.
   */
  void put(ListenerSettings settings) throws ListenException;

  /** Closes it and its connections (0x98), and forgets it; false if there is none. */
  boolean remove(String id);

  /** Opens a listener that is not open; false if there is none. */
  boolean start(String id) throws ListenException;

  /** Closes it and its connections (0x98); false if there is none. */
  boolean stop(String id);

  /**
   * Reads the certificates of every TLS listener again; new connections use them. A listener whose
   * files are not good keeps what it has.
   *
   * @return what was wrong, by listener id and file; empty if all is well
   */
  List<String> reloadCertificates();
}
