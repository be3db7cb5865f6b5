package dev.tributary.management.internal.rest;

import dev.tributary.broker.Clients;
import dev.tributary.broker.QueuedMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a client, and those that it has not acknowledged. A page goes on after a
 * position; positions grow, so that messages that leave meanwhile move no others.
 */
final class ClientMessageRoutes {

  private static final int PAYLOAD_BYTES_DEFAULT = 1 << 20;
  private static final int PAYLOAD_BYTES_MAX = 64 << 20;
  private static final String NONE = "none";
  private static final Pattern POSITION = Pattern.compile("\\d{1,18}(_\\d{1,3})?");

  /** The broker's door to the messages of one kind. */
  @FunctionalInterface
  private interface Source {
    CompletableFuture<Optional<List<QueuedMessage>>> page(String clientId, long after, int limit);
  }

  private final Clients clients;

  ClientMessageRoutes(Clients clients) {
    this.clients = clients;
  }

  void addTo(Routes routes) {
    routes
        .get("/clients/{clientid}/mqueue_messages", request -> page(request, clients::queued, true))
        .get(
            "/clients/{clientid}/inflight_messages",
            request -> page(request, clients::inflight, false));
  }

  private static Reply page(Request request, Source source, boolean queue) throws ApiException {
    String clientId = request.path("clientid");
    int limit = Paging.limit(request);
    PayloadForm form = PayloadForm.of(request);
    int bytesMax =
        QueryValues.bytes(request, "max_payload_bytes", PAYLOAD_BYTES_MAX, PAYLOAD_BYTES_DEFAULT);
    long after = after(request.query("position"));
    List<QueuedMessage> found = messages(source, clientId, after, limit);
    List<QueuedMessage> page = fitting(found, form, bytesMax);
    List<QueuedMessage> first = after < 0 ? found : messages(source, clientId, -1, 1);
    Function<QueuedMessage, String> position =
        message -> message.position() + (queue ? "_" + message.priority() : "");
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("start", first.isEmpty() ? NONE : position.apply(first.getFirst()));
    meta.put(
        "position",
        page.isEmpty()
            ? Optional.ofNullable(request.query("position")).orElse(NONE)
            : position.apply(page.getLast()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("meta", meta);
    answer.put(
        "data", page.stream().map(message -> MessageViews.queued(message, form, queue)).toList());
    return Reply.ok(answer);
  }

  private static List<QueuedMessage> messages(Source source, String clientId, long after, int limit)
      throws ApiException {
    return Awaited.of(source.page(clientId, after, limit))
        .orElseThrow(() -> ClientRoutes.unknown(clientId));
  }

  /** As many as the bound lets through, but one at least, or nobody would ever see it. */
  private static List<QueuedMessage> fitting(
      List<QueuedMessage> found, PayloadForm form, int bytesMax) {
    List<QueuedMessage> page = new ArrayList<>();
    long bytes = 0;
    for (QueuedMessage message : found) {
      bytes += form.size(message.delivery().message().payload());
      if (!page.isEmpty() && bytes > bytesMax) {
        break;
      }
      page.add(message);
    }
    return page;
  }

  private static long after(@Nullable String position) throws ApiException {
    if (position == null || position.equals(NONE)) {
      return -1;
    }
    if (!POSITION.matcher(position).matches()) {
      throw new ApiException(
          400,
          "INVALID_PARAMETER",
          "position = %s: expected the position in meta of the page before"
              .formatted(QueryValues.shortened(position)));
    }
    int end = position.indexOf('_');
    return Long.parseLong(end < 0 ? position : position.substring(0, end));
  }
}
