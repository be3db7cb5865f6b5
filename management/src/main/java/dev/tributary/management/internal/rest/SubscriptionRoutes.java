package dev.tributary.management.internal.rest;

import dev.tributary.broker.Clients;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.Subscriptions;
import dev.tributary.rule.sql.TopicFilters;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /subscriptions} and {@code /topics}. */
final class SubscriptionRoutes {

  private final Subscriptions subscriptions;
  private final Clients clients;
  private final ClientViews views;
  private final String node;

  SubscriptionRoutes(Subscriptions subscriptions, Clients clients, ClientViews views, String node) {
    this.subscriptions = subscriptions;
    this.clients = clients;
    this.views = views;
    this.node = node;
  }

  void addTo(Routes routes) {
    routes
        .get("/subscriptions", this::list)
        .get("/topics", this::topics)
        .get("/topics/{topic}", this::topic);
  }

  private Reply list(Request request) throws ApiException {
    Paging paging = Paging.bounded(request);
    QueryValues.requireNode(request, node);
    Filter filter = Filter.of(request);
    return Reply.ok(
        paging.of(
            candidates(filter.clientId()).filter(filter::passes),
            filter.match() == null,
            views::subscription));
  }

  /** Of one client its own alone, without a look at those of all others. */
  private Stream<SubscriptionView> candidates(@Nullable String clientId) throws ApiException {
    return clientId == null
        ? subscriptions.all()
        : Awaited.of(clients.subscriptions(clientId)).orElse(List.of()).stream();
  }

  private Reply topics(Request request) throws ApiException {
    Paging paging = Paging.bounded(request);
    QueryValues.requireNode(request, node);
    String topic = request.query("topic");
    return Reply.ok(
        paging.of(
            subscriptions.filters().filter(filter -> topic == null || topic.equals(filter)),
            true,
            this::view));
  }

  private Reply topic(Request request) throws ApiException {
    String topic = request.path("topic");
    if (subscriptions.filters().noneMatch(topic::equals)) {
      throw new ApiException(
          404, "TOPIC_NOT_FOUND", "nobody subscribes " + QueryValues.shortened(topic));
    }
    return Reply.ok(List.of(view(topic)));
  }

  private Object view(String filter) {
    return Map.of("topic", filter, "node", node);
  }

  /**
   * The filters of {@code GET /subscriptions}; null lets everything pass.
   *
   * @param topic the whole filter, or with {@code group} what stands behind it
   * @param match a filter that finds those that lie below it
   */
  private record Filter(
      @Nullable String clientId,
      @Nullable Integer qos,
      @Nullable String topic,
      @Nullable String match,
      @Nullable String group,
      @Nullable Boolean durable) {

    private static final String SHARED = "$share/";

    static Filter of(Request request) throws ApiException {
      return new Filter(
          request.query("clientid"),
          request.query("qos") == null ? null : QueryValues.integer(request, "qos", 0, 2, 0),
          request.query("topic"),
          request.query("match_topic"),
          request.query("share_group"),
          QueryValues.flag(request, "durable"));
    }

    boolean passes(SubscriptionView subscription) {
      return (clientId == null || clientId.equals(subscription.clientId()))
          && (qos == null || qos == subscription.qos())
          && (durable == null || durable == subscription.durable())
          && passesTopic(subscription.filter());
    }

    private boolean passesTopic(String filter) {
      int groupEnd = filter.startsWith(SHARED) ? filter.indexOf('/', SHARED.length()) : -1;
      String bare = filter.substring(groupEnd + 1);
      if (group != null
          && (groupEnd < 0 || !group.equals(filter.substring(SHARED.length(), groupEnd)))) {
        return false;
      }
      return (topic == null || topic.equals(filter) || (group != null && topic.equals(bare)))
          && (match == null || TopicFilters.matches(match, bare));
    }
  }
}
