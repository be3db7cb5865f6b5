package dev.tributary.management.internal.rest;

import dev.tributary.broker.ListenerType;
import dev.tributary.broker.Listeners;
import dev.tributary.management.internal.listeners.ListenerChanges;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.store.ListenerIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /listeners} and {@code /listeners_status}. */
final class ListenerRoutes {

  private static final String UNKNOWN = "BAD_LISTENER_ID";

  private final ListenerChanges changes;
  private final ListenerViews views;

  ListenerRoutes(ListenerChanges changes, Listeners listeners, String node) {
    this.changes = changes;
    this.views = new ListenerViews(listeners, node);
  }

  void addTo(Routes routes) {
    routes
        .get("/listeners", this::list)
        .post("/listeners", this::create)
        .get("/listeners_status", _ -> Reply.ok(views.statusByType(changes.all())))
        .post("/listeners/reload_certificates", _ -> reloadCertificates())
        .get("/listeners/{id}", this::one)
        .post("/listeners/{id}", this::createById)
        .put("/listeners/{id}", this::change)
        .delete("/listeners/{id}", this::delete)
        .post("/listeners/{id}/start", request -> done(request, changes::start))
        .post("/listeners/{id}/stop", request -> done(request, changes::stop))
        .post("/listeners/{id}/restart", request -> done(request, changes::restart));
  }

  /** Something that is done to one listener. */
  @FunctionalInterface
  private interface Deed {
    void to(String id) throws ChangeRefused, IOException;
  }

  private Reply list(Request request) throws ApiException {
    String type =
        QueryValues.oneOf(
            request, "type", Stream.of(ListenerType.values()).map(ListenerType::text).toList());
    return Reply.ok(
        changes.all().stream()
            .filter(listener -> type == null || listener.id().startsWith(type + ":"))
            .map(views::summary)
            .toList());
  }

  private Reply one(Request request) throws ApiException {
    try {
      return Reply.ok(views.whole(changes.find(id(request))));
    } catch (ChangeRefused e) {
      throw refused(e);
    }
  }

  private Reply create(Request request) throws ApiException, IOException {
    BodyValues body = BodyValues.of(request);
    String id = body.text("type", "tcp, ssl, ws or wss") + ":" + body.text("name", "a name");
    return created(id, body.fields());
  }

  private Reply createById(Request request) throws ApiException, IOException {
    return created(idOfBoth(request), request.json());
  }

  private Reply created(String id, Map<String, @Nullable Object> body)
      throws ApiException, IOException {
    requireId(id);
    try {
      return Reply.ok(views.whole(changes.create(id, body)));
    } catch (ChangeRefused e) {
      throw refused(e);
    }
  }

  private Reply change(Request request) throws ApiException, IOException {
    String id = idOfBoth(request);
    try {
      return Reply.ok(views.whole(changes.change(id, request.json())));
    } catch (ChangeRefused e) {
      throw refused(e);
    }
  }

  /** The id in the path, which the body has to repeat. */
  private static String idOfBoth(Request request) throws ApiException {
    String id = id(request);
    BodyValues body = BodyValues.of(request);
    String inBody = body.text("id", "the id in the path");
    if (!inBody.equals(id)) {
      throw new ApiException(
          400,
          UNKNOWN,
          "id = %s: expected %s as in the path".formatted(QueryValues.shortened(inBody), id));
    }
    String type = ListenerIds.type(id).text();
    body.oneOf("type", List.of(type), type);
    return id;
  }

  private Reply delete(Request request) throws ApiException, IOException {
    done(request, changes::delete);
    return Reply.nothing();
  }

  private static Reply done(Request request, Deed deed) throws ApiException, IOException {
    try {
      deed.to(id(request));
      return new Reply(200, null);
    } catch (ChangeRefused e) {
      throw refused(e);
    }
  }

  private Reply reloadCertificates() throws ApiException {
    List<String> wrong = changes.reloadCertificates();
    if (!wrong.isEmpty()) {
      throw ApiException.badRequest(
          "these keep the certificates that they had: " + String.join("; ", wrong));
    }
    return Reply.nothing();
  }

  private static String id(Request request) throws ApiException {
    String id = request.path("id");
    requireId(id);
    return id;
  }

  private static void requireId(String id) throws ApiException {
    try {
      ListenerIds.type(id);
      ListenerIds.name(id);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static ApiException refused(ChangeRefused e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case NOT_FOUND -> new ApiException(404, UNKNOWN, message);
      case ALREADY_EXISTS -> new ApiException(400, UNKNOWN, message);
      case INVALID, IN_USE, NOT_WORKING -> ApiException.badRequest(message);
    };
  }
}
