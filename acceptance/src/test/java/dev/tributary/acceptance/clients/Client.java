package dev.tributary.acceptance.clients;

import java.util.List;

/** A connected client; used by one thread at a time. Every call waits for the server's answer. */
public interface Client extends AutoCloseable {

  Greeting greeting();

  /** Subscribes to all in one packet; the reason codes in their order. */
  List<Integer> subscribe(Filter... filters);

  void unsubscribe(String filter);

  /** Returns after the last acknowledgement; fails if the server refuses. */
  void publish(Message message);

  /** Waits for the next message. */
  Message next();

  /** Ends the connection as a client should. */
  void disconnect();

  /** Ends the connection and the client, if they live, however; fails with nothing. */
  @Override
  void close();
}
