package dev.tributary.broker.internal.session;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientView;
import dev.tributary.broker.Clients;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.QueuedMessage;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.protocol.FilterRules;
import dev.tributary.broker.internal.protocol.Topics;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.StoredMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions for those who manage the broker: each question is answered on the session's loop. */
public final class SessionDirectory implements Clients {

  private final SessionRegistry registry;
  private final SessionServices services;
  private final FilterRules filters;

  public SessionDirectory(SessionRegistry registry) {
    this.registry = registry;
    this.services = registry.services();
    this.filters = new FilterRules(services.limits(), services.settings().options());
  }

  @Override
  public long count() {
    return registry.count();
  }

  @Override
  public Stream<ClientEntry> all() {
    return registry.all().stream().map(Session::entry);
  }

  @Override
  public Optional<ClientEntry> find(String clientId) {
    return Optional.ofNullable(registry.find(clientId)).map(Session::entry);
  }

  @Override
  public CompletableFuture<Optional<ClientView>> view(String clientId) {
    return ask(clientId, this::view);
  }

  private ClientView view(Session session) {
    Outgoing outgoing = session.knownOutgoing();
    Receiving receiving = session.knownReceiving();
    Outlet outlet = session.outlet();
    SessionQueue queue = outgoing == null ? null : outgoing.queue();
    return new ClientView(
        session.entry(),
        outlet == null ? session.client().keepAliveSeconds() : outlet.keepAliveSeconds(),
        session.expirySeconds(),
        session.subscriptions().filters().size(),
        outgoing == null ? 0 : outgoing.window().size(),
        session.receiveMaximum(),
        queue == null ? 0 : queue.size(),
        services.limits().queuedMessagesMax(),
        queue == null ? 0 : queue.fallen(),
        receiving == null ? 0 : receiving.size(),
        services.limits().awaitingRelMax(),
        session.mailboxSize(),
        queue == null ? 0 : queue.bytesInMemory(),
        session.traffic().view(outlet == null ? WireCount.NOTHING : outlet.wire()));
  }

  @Override
  public CompletableFuture<Optional<List<SubscriptionView>>> subscriptions(String clientId) {
    return ask(
        clientId,
        session ->
            session.subscriptions().all().stream().map(each -> view(session, each)).toList());
  }

  private static SubscriptionView view(Session session, Subscription subscription) {
    return new SubscriptionView(
        session.clientId(),
        subscription.filter(),
        subscription.qos(),
        subscription.noLocal(),
        subscription.retainAsPublished(),
        subscription.retainHandling(),
        subscription.identifier(),
        session.isDurable());
  }

  @Override
  public CompletableFuture<Optional<List<QueuedMessage>>> queued(
      String clientId, long after, int limit) {
    return ask(
        clientId,
        (Session session, Answer<List<QueuedMessage>> answer) -> {
          Outgoing outgoing = session.knownOutgoing();
          if (outgoing == null) {
            answer.is(List.of());
          } else if (session.isStored()) {
            new QueuePage(session, limit, found -> answer.is(views(found))).from(after + 1);
          } else {
            answer.is(views(page(outgoing.queue().near().stream(), after, limit)));
          }
        });
  }

  @Override
  public CompletableFuture<Optional<List<QueuedMessage>>> inflight(
      String clientId, long after, int limit) {
    return ask(
        clientId,
        session -> {
          Outgoing outgoing = session.knownOutgoing();
          return outgoing == null
              ? List.of()
              : views(
                  page(
                      outgoing.window().all().stream()
                          .map(OutboundWindow.Inflight::message)
                          .sorted(Comparator.comparingLong(StoredMessage::position)),
                      after,
                      limit));
        });
  }

  private static List<StoredMessage> page(Stream<StoredMessage> all, long after, int limit) {
    return all.filter(message -> message.position() > after).limit(limit).toList();
  }

  private List<QueuedMessage> views(List<StoredMessage> messages) {
    return messages.stream()
        .map(message ->
            new QueuedMessage(
                message.position(),
                message.insertedAtMillis(),
                services.positions().priority(message.delivery().message().topic()),
                message.delivery()))
        .toList();
  }

  @Override
  public CompletableFuture<Boolean> kick(String clientId) {
    return this.<Boolean>ask(clientId, (session, answer) -> session.kick(() -> answer.is(true)))
        .thenApply(Optional::isPresent);
  }

  @Override
  public CompletableFuture<Optional<List<SubscriptionView>>> subscribe(
      String clientId, List<SubscriptionView> wanted) {
    wanted.forEach(this::check);
    return ask(clientId, session -> subscribe(session, wanted));
  }

  private void check(SubscriptionView wanted) {
    FilterRules.Refusal refusal = filters.refusal(wanted.filter());
    if (refusal != null) {
      throw new IllegalArgumentException(
          "topic filter '" + wanted.filter() + "': " + refusal.detail());
    }
    if (wanted.noLocal() && Topics.isShared(wanted.filter())) { // [MQTT-3.8.3-4]
      throw new IllegalArgumentException(
          "topic filter '" + wanted.filter() + "': No Local with a shared subscription");
    }
    if (wanted.qos() < 0 || wanted.qos() > 2) {
      throw new IllegalArgumentException("qos " + wanted.qos() + ": must be 0, 1 or 2");
    }
    if (wanted.retainHandling() < 0 || wanted.retainHandling() > 2) {
      throw new IllegalArgumentException(
          "retain handling " + wanted.retainHandling() + ": must be 0, 1 or 2");
    }
  }

  /** As many as the session has room for, and as are not another client's alone. */
  private List<SubscriptionView> subscribe(Session session, List<SubscriptionView> wanted) {
    services.observer().count(Metric.CLIENT_SUBSCRIBE);
    List<SubscriptionView> made = new ArrayList<>();
    for (SubscriptionView each : wanted) {
      boolean known = session.subscriptions().filters().contains(each.filter());
      boolean room =
          session.subscriptions().filters().size() < services.limits().subscriptionsMax();
      if ((known || room) && services.router().claim(each.filter(), session.clientId())) {
        Subscription subscription =
            new Subscription(
                each.filter(),
                Math.min(each.qos(), services.limits().qosMax()),
                each.noLocal(),
                each.retainAsPublished(),
                each.retainHandling(),
                each.identifier());
        session.subscriptions().subscribe(subscription);
        services
            .observer()
            .events()
            .subscribed(
                session.client(),
                subscription.filter(),
                subscription.options(),
                PacketProperties.NONE);
        made.add(view(session, subscription));
      }
    }
    session.flushSoon();
    return made;
  }

  @Override
  public CompletableFuture<Boolean> unsubscribe(String clientId, List<String> filters) {
    return ask(
            clientId,
            session -> {
              services.observer().count(Metric.CLIENT_UNSUBSCRIBE);
              filters.forEach(filter -> unsubscribe(session, filter));
              return true;
            })
        .thenApply(Optional::isPresent);
  }

  private void unsubscribe(Session session, String filter) {
    Subscription ended = session.subscriptions().unsubscribe(filter);
    if (ended != null) {
      services
          .observer()
          .events()
          .unsubscribed(session.client(), filter, ended.qos(), PacketProperties.NONE);
    }
  }

  @Override
  public CompletableFuture<Boolean> keepAlive(String clientId, int seconds) {
    if (seconds < 0 || seconds > 65_535) {
      throw new IllegalArgumentException(
          "keepalive interval " + seconds + ": must be from 0 to 65535");
    }
    return ask(
            clientId,
            session -> {
              Outlet outlet = session.outlet();
              if (outlet != null) {
                outlet.keepAlive(seconds);
              }
              return outlet != null;
            })
        .thenApply(changed -> changed.orElse(false));
  }

  /** Who waits for an answer. */
  private interface Answer<T> {
    void is(T value);
  }

  /** Who gives it, then or later. */
  private interface Question<T> {
    void ask(Session session, Answer<T> answer);
  }

  private <T> CompletableFuture<Optional<T>> ask(String clientId, Function<Session, T> question) {
    return ask(clientId, (session, answer) -> answer.is(question.apply(session)));
  }

  private <T> CompletableFuture<Optional<T>> ask(String clientId, Question<T> question) {
    @Nullable Session session = registry.find(clientId);
    if (session == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
    session.later(() -> {
      try {
        if (session.hasEnded()) {
          answer.complete(Optional.empty());
        } else {
          question.ask(session, value -> answer.complete(Optional.of(value)));
        }
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }
}
