package dev.tributary.management.internal.rest;

import dev.tributary.broker.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code /clients} and {@code /clients_v2}: who is there, and sending them away. */
final class ClientRoutes {

  /** Clients that one request may kick. */
  private static final int BULK_MAX = 10_000;

  private static final int KEEP_ALIVE_MAX = 65_535;

  private final Clients clients;
  private final ClientViews views;
  private final ClientPages pages;

  ClientRoutes(Clients clients, ClientViews views, String node) {
    this.clients = clients;
    this.views = views;
    this.pages = new ClientPages(clients, views, node);
  }

  void addTo(Routes routes) {
    routes
        .get("/clients", request -> Reply.ok(pages.byNumber(request)))
        .get("/clients_v2", request -> Reply.ok(pages.byCursor(request)))
        .post("/clients/kickout/bulk", this::kickMany)
        .get("/clients/{clientid}", request -> Reply.ok(view(request.path("clientid"))))
        .delete("/clients/{clientid}", this::kick)
        .put("/clients/{clientid}/keepalive", this::keepAlive)
        .get("/clients/{clientid}/authorization/cache", this::authorizationCache)
        .delete("/clients/{clientid}/authorization/cache", this::clearAuthorizationCache)
        .get("/sessions_count", this::count);
  }

  static ApiException unknown(String clientId) {
    return new ApiException(
        404, "CLIENTID_NOT_FOUND", "there is no client " + QueryValues.shortened(clientId));
  }

  private Map<String, @Nullable Object> view(String clientId) throws ApiException {
    return views.client(Awaited.of(clients.view(clientId)).orElseThrow(() -> unknown(clientId)));
  }

  private Reply kick(Request request) throws ApiException {
    String clientId = request.path("clientid");
    if (!Awaited.of(clients.kick(clientId))) {
      throw unknown(clientId);
    }
    return Reply.nothing();
  }

  private Reply kickMany(Request request) throws ApiException {
    List<String> ids = new ArrayList<>();
    for (Object id : request.jsonList()) {
      if (!(id instanceof String text)) {
        throw ApiException.badRequest(
            "[%d] = %s: expected a client identifier"
                .formatted(ids.size() + 1, QueryValues.shortened(String.valueOf(id))));
      }
      ids.add(text);
    }
    if (ids.size() > BULK_MAX) {
      throw ApiException.badRequest(
          "the body has %d elements: expected at most %d".formatted(ids.size(), BULK_MAX));
    }
    List<CompletableFuture<Boolean>> kicked = ids.stream().map(clients::kick).toList();
    for (CompletableFuture<Boolean> one : kicked) {
      Awaited.of(one);
    }
    return Reply.nothing();
  }

  private Reply keepAlive(Request request) throws ApiException {
    String clientId = request.path("clientid");
    BodyValues body = BodyValues.of(request);
    Long seconds = body.integerOrNull("interval", 0, KEEP_ALIVE_MAX);
    if (seconds == null) {
      throw body.missing("interval", "an integer from 0 to " + KEEP_ALIVE_MAX);
    }
    if (!Awaited.of(clients.keepAlive(clientId, seconds.intValue()))) {
      throw unknown(clientId);
    }
    return Reply.ok(view(clientId));
  }

  /** Nothing is authorized here yet, so that no decision is remembered. */
  private Reply authorizationCache(Request request) throws ApiException {
    requireClient(request);
    return Reply.ok(List.of());
  }

  private Reply clearAuthorizationCache(Request request) throws ApiException {
    requireClient(request);
    return Reply.nothing();
  }

  private void requireClient(Request request) throws ApiException {
    String clientId = request.path("clientid");
    if (clients.find(clientId).isEmpty()) {
      throw unknown(clientId);
    }
  }

  private Reply count(Request request) throws ApiException {
    Long since = QueryValues.time(request, "since");
    return Reply.ok(
        since == null
            ? clients.count()
            : clients
                .all()
                .filter(entry -> entry.connected() || entry.disconnectedAtMillis() >= since)
                .count());
  }
}
