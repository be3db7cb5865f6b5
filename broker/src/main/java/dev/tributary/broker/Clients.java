package dev.tributary.broker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Clients and their sessions, for people who look at them and intervene. Any thread. What only the
 * event loop of a session knows comes as a future, which that loop completes: do not block in what
 * hangs on it. Empty or false answers mean that there is no such client identifier.
 */
public interface Clients {

  /** How many have a session, connected or not. */
  long count();

  /** Everybody who has a session now, in no order. */
  Stream<ClientEntry> all();

  Optional<ClientEntry> find(String clientId);

  CompletableFuture<Optional<ClientView>> view(String clientId);

  CompletableFuture<Optional<List<SubscriptionView>>> subscriptions(String clientId);

  /**
   * Waiting messages in the order in which they will be sent.
   *
   * @param after position of the last message of the page before, -1 for the first page
   * @param limit at least 1
   */
  CompletableFuture<Optional<List<QueuedMessage>>> queued(String clientId, long after, int limit);

  /** Sent and not acknowledged messages, oldest first. */
  CompletableFuture<Optional<List<QueuedMessage>>> inflight(String clientId, long after, int limit);

  /** Disconnects the client (0x98) and ends its session. */
  CompletableFuture<Boolean> kick(String clientId);

  /**
   * Subscribes in the client's name; retained messages follow as after its own SUBSCRIBE.
   *
   * @throws IllegalArgumentException naming a filter that is not valid or not allowed by the
   *     settings ({@code mqtt.shared_subscription} and the like), before anything is changed
   */
  CompletableFuture<Optional<List<SubscriptionView>>> subscribe(
      String clientId, List<SubscriptionView> wanted);

  /** Filters that are not subscribed are left as they are. */
  CompletableFuture<Boolean> unsubscribe(String clientId, List<String> filters);

  /**
   * Changes how long a connected client may be silent.
   *
   * @param seconds 0 for as long as it likes
   */
  CompletableFuture<Boolean> keepAlive(String clientId, int seconds);
}
