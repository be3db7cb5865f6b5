package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;

/**
 * Collects the changes of one turn of one thread, which alone uses it. Changes of one writer are
 * stored in their order and all or none of a turn; a message that is put and removed in one turn
 * costs nothing.
 */
public interface StoreWriter {

  /** Makes or replaces what is known of a session beside its subscriptions and messages. */
  void putSession(long session, SessionRecord contents);

  /** Ends a session: forgets everything under its number, which is not used again. */
  void removeSession(long session);

  void putSubscription(long session, Subscription subscription);

  void removeSubscription(long session, String filter);

  /**
   * Adds a message to the queue of a session.
   *
   * @param message its position was not used before in this session
   */
  void putMessage(long session, StoredMessage message);

  /** Replaces where a stored message stands in its flow; nothing if there is no such message. */
  void putFlow(long session, long position, Flow flow);

  void removeMessage(long session, long position);

  /** A QoS 2 publish of the client is about to be routed. */
  void putOpenPublish(long session, OpenPublish publish);

  /**
   * A QoS 2 publish of the client was taken and its PUBREL has not come. In place of what {@link
   * #putOpenPublish} said of the packet identifier.
   */
  void putAwaitingRelease(long session, int packetId);

  /** Open or taken. */
  void removeAwaitingRelease(long session, int packetId);

  void putRetained(Message message);

  void removeRetained(String topic);

  /**
   * Runs a task on the writer's thread when all changes made here so far are stored. Tasks run in
   * the order in which they were given; if there is nothing to wait for, still not before this
   * returns (unless the thread runs what it is given at once). Never, if the store closes before.
   */
  void whenStored(Runnable task);

  /** Submits now, in place of the end of the turn: before a session moves to another thread. */
  void submit();

  /** So much waits to be written that whoever can wait should. */
  boolean isBacklogged();
}
