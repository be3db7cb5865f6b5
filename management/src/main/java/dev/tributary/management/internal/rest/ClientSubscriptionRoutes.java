package dev.tributary.management.internal.rest;

import dev.tributary.broker.Clients;
import dev.tributary.broker.SubscriptionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one client subscribes: seen and changed. */
final class ClientSubscriptionRoutes {

  /** Filters that one request may subscribe. */
  private static final int BULK_MAX = 10_000;

  private static final String FILTER = "a topic filter";
  private static final Set<String> FIELDS = Set.of("topic", "qos", "nl", "rap", "rh", "clientid");

  private final Clients clients;
  private final ClientViews views;

  ClientSubscriptionRoutes(Clients clients, ClientViews views) {
    this.clients = clients;
    this.views = views;
  }

  void addTo(Routes routes) {
    routes
        .get("/clients/{clientid}/subscriptions", this::list)
        .post("/clients/{clientid}/subscribe", this::subscribe)
        .post("/clients/{clientid}/subscribe/bulk", this::subscribeMany)
        .post("/clients/{clientid}/unsubscribe", this::unsubscribe)
        .post("/clients/{clientid}/unsubscribe/bulk", this::unsubscribeMany);
  }

  private Reply list(Request request) throws ApiException {
    String clientId = request.path("clientid");
    List<SubscriptionView> found =
        Awaited.of(clients.subscriptions(clientId))
            .orElseThrow(() -> ClientRoutes.unknown(clientId));
    return Reply.ok(found.stream().map(views::subscription).toList());
  }

  private Reply subscribe(Request request) throws ApiException {
    SubscriptionView wanted = wanted(request.path("clientid"), BodyValues.of(request));
    List<Map<String, @Nullable Object>> made = made(request, List.of(wanted));
    if (made.isEmpty()) {
      throw ApiException.badRequest(
          "topic: '"
              + wanted.filter()
              + "' is not granted: the client has as many subscriptions as it may, or the topic is"
              + " another client's alone");
    }
    return Reply.ok(made.getFirst());
  }

  private Reply subscribeMany(Request request) throws ApiException {
    List<SubscriptionView> wanted = new ArrayList<>();
    for (BodyValues body : BodyValues.each(request.jsonList(), BULK_MAX, "")) {
      wanted.add(wanted(request.path("clientid"), body));
    }
    return Reply.ok(made(request, wanted));
  }

  private List<Map<String, @Nullable Object>> made(Request request, List<SubscriptionView> wanted)
      throws ApiException {
    String clientId = request.path("clientid");
    try {
      return Awaited.of(clients.subscribe(clientId, wanted))
          .orElseThrow(() -> ClientRoutes.unknown(clientId))
          .stream()
          .map(views::made)
          .toList();
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("topic: " + e.getMessage());
    }
  }

  private static SubscriptionView wanted(String clientId, BodyValues body) throws ApiException {
    body.requireKnown(FIELDS);
    return new SubscriptionView(
        clientId,
        body.text("topic", FILTER),
        body.integer("qos", 0, 2, 0),
        body.integer("nl", 0, 1, 0) == 1,
        body.integer("rap", 0, 1, 0) == 1,
        body.integer("rh", 0, 2, 0),
        0,
        false);
  }

  private Reply unsubscribe(Request request) throws ApiException {
    return unsubscribe(request, List.of(filter(BodyValues.of(request))));
  }

  private Reply unsubscribeMany(Request request) throws ApiException {
    List<String> filters = new ArrayList<>();
    for (BodyValues body : BodyValues.each(request.jsonList(), BULK_MAX, "")) {
      filters.add(filter(body));
    }
    return unsubscribe(request, filters);
  }

  private static String filter(BodyValues body) throws ApiException {
    body.requireKnown(FIELDS);
    return body.text("topic", FILTER);
  }

  private Reply unsubscribe(Request request, List<String> filters) throws ApiException {
    String clientId = request.path("clientid");
    if (!Awaited.of(clients.unsubscribe(clientId, filters))) {
      throw ClientRoutes.unknown(clientId);
    }
    return Reply.nothing();
  }
}
