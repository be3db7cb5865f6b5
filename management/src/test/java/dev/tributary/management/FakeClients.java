package dev.tributary.management;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.ClientView;
import dev.tributary.broker.Clients;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.QueuedMessage;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.Subscriptions;
import dev.tributary.rule.sql.TopicFilters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Clients and their subscriptions that nobody has to connect. */
final class FakeClients implements Clients {

  static final long SINCE = 1_795_370_803_839L;

  private static final ClientView.Traffic TRAFFIC =
      new ClientView.Traffic(38, 2, 1, 1, 0, 0, 0, 9, 2, 1, 0, 0, 0, 0, 0, 0);

  /** One client; what it holds may be changed by tests. */
  static final class Session {
    final ClientEntry entry;
    final Map<String, SubscriptionView> subscriptions = new LinkedHashMap<>();
    final List<QueuedMessage> queue = new ArrayList<>();
    final List<QueuedMessage> inflight = new ArrayList<>();
    int keepAlive = 60;

    private Session(ClientEntry entry) {
      this.entry = entry;
    }

    Session subscribes(String filter, int qos) {
      subscriptions.put(
          filter,
          new SubscriptionView(
              entry.client().clientId(), filter, qos, false, false, 0, 0, entry.durable()));
      return this;
    }
  }

  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /** How often an event loop was asked for a client. */
  final AtomicInteger views = new AtomicInteger();

  Session connected(String clientId, @Nullable String username, int version, boolean cleanStart) {
    return add(clientId, username, version, cleanStart, -1);
  }

  Session away(String clientId, @Nullable String username, int version) {
    return add(clientId, username, version, false, SINCE + 800);
  }

  /** Who must be there. */
  Session session(String clientId) {
    return Optional.ofNullable(sessions.get(clientId)).orElseThrow();
  }

  private Session add(
      String clientId, @Nullable String username, int version, boolean cleanStart, long goneAt) {
    var session =
        new Session(
            new ClientEntry(
                client(clientId, username, version, cleanStart),
                goneAt < 0,
                SINCE,
                goneAt,
                !cleanStart));
    sessions.put(clientId, session);
    return session;
  }

  static ClientInfo client(
      String clientId, @Nullable String username, int version, boolean cleanStart) {
    return new ClientInfo(
        clientId,
        username,
        version,
        cleanStart,
        60,
        cleanStart ? 0 : 600,
        20,
        PacketProperties.NONE,
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 59_460),
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1_883),
        "tcp:default",
        SINCE,
        new HandlerSlot());
  }

  @Override
  public long count() {
    return sessions.size();
  }

  @Override
  public Stream<ClientEntry> all() {
    return sessions.values().stream().map(session -> session.entry);
  }

  @Override
  public Optional<ClientEntry> find(String clientId) {
    return Optional.ofNullable(sessions.get(clientId)).map(session -> session.entry);
  }

  @Override
  public CompletableFuture<Optional<ClientView>> view(String clientId) {
    views.incrementAndGet();
    return answer(clientId, FakeClients::view);
  }

  private static ClientView view(Session session) {
    return new ClientView(
        session.entry,
        session.keepAlive,
        session.entry.client().sessionExpirySeconds(),
        session.subscriptions.size(),
        session.inflight.size(),
        32,
        session.queue.size(),
        1_000,
        0,
        0,
        100,
        0,
        0,
        TRAFFIC);
  }

  private <T> CompletableFuture<Optional<T>> answer(
      String clientId, Function<Session, T> question) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(sessions.get(clientId)).map(question));
  }

  @Override
  public CompletableFuture<Optional<List<SubscriptionView>>> subscriptions(String clientId) {
    return answer(clientId, session -> List.copyOf(session.subscriptions.values()));
  }

  @Override
  public CompletableFuture<Optional<List<QueuedMessage>>> queued(
      String clientId, long after, int limit) {
    return answer(clientId, session -> page(session.queue, after, limit));
  }

  @Override
  public CompletableFuture<Optional<List<QueuedMessage>>> inflight(
      String clientId, long after, int limit) {
    return answer(clientId, session -> page(session.inflight, after, limit));
  }

  private static List<QueuedMessage> page(List<QueuedMessage> messages, long after, int limit) {
    return messages.stream().filter(one -> one.position() > after).limit(limit).toList();
  }

  @Override
  public CompletableFuture<Boolean> kick(String clientId) {
    return CompletableFuture.completedFuture(sessions.remove(clientId) != null);
  }

  @Override
  public CompletableFuture<Optional<List<SubscriptionView>>> subscribe(
      String clientId, List<SubscriptionView> wanted) {
    for (SubscriptionView one : wanted) {
      if (!TopicFilters.isValidFilter(one.filter())) {
        throw new IllegalArgumentException(one.filter() + " is no topic filter");
      }
    }
    return answer(
        clientId,
        session -> {
          wanted.forEach(one -> session.subscriptions.put(one.filter(), one));
          return wanted;
        });
  }

  @Override
  public CompletableFuture<Boolean> unsubscribe(String clientId, List<String> filters) {
    return answer(clientId, session -> session.subscriptions.keySet().removeAll(filters))
        .thenApply(Optional::isPresent);
  }

  @Override
  public CompletableFuture<Boolean> keepAlive(String clientId, int seconds) {
    return answer(clientId, session -> session.keepAlive = seconds).thenApply(Optional::isPresent);
  }

  private Stream<SubscriptionView> subscriptions() {
    return sessions.values().stream().flatMap(session -> session.subscriptions.values().stream());
  }

  Subscriptions asSubscriptions() {
    return new Subscriptions() {
      @Override
      public Stream<SubscriptionView> all() {
        return subscriptions();
      }

      @Override
      public Stream<String> filters() {
        return subscriptions().map(SubscriptionView::filter).distinct();
      }

      @Override
      public Stream<SubscriptionView> matching(String topic) {
        return subscriptions().filter(one -> TopicFilters.matches(one.filter(), topic));
      }

      @Override
      public boolean hasSystemFilters() {
        return filters().anyMatch(filter -> filter.startsWith("$SYS/"));
      }

      @Override
      public long count() {
        return subscriptions().count();
      }

      @Override
      public long sharedCount() {
        return subscriptions().filter(one -> one.filter().startsWith("$share/")).count();
      }
    };
  }
}
