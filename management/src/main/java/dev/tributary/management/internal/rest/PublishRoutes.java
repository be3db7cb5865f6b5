package dev.tributary.management.internal.rest;

import dev.tributary.management.MessagePublisher;
import dev.tributary.management.MessagePublisher.Publication;
import dev.tributary.management.MessagePublisher.Result;
import dev.tributary.management.internal.rest.PublishBody.NotPublishable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /publish}. The answer comes when all who must hold the message hold it, as a client's
 * PUBACK would. A batch is published as a whole or not at all, if it is not understood.
 */
final class PublishRoutes {

  /** Messages in one request. */
  private static final int BULK_MAX = 10_000;

  private static final int NO_MATCHING_SUBSCRIBERS = 16;

  /** Full buffers hold a publish back; whoever waits for longer is told so. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MessagePublisher publisher;

  PublishRoutes(MessagePublisher publisher) {
    this.publisher = publisher;
  }

  void addTo(Routes routes) {
    routes.post("/publish", this::one).post("/publish/bulk", this::many);
  }

  private Reply one(Request request) throws ApiException {
    try {
      Publication publication = PublishBody.read(BodyValues.of(request));
      Result result = Awaited.of(publisher.publish(publication), PATIENCE);
      return new Reply(status(result), view(result));
    } catch (NotPublishable e) {
      return notPublishable(e);
    }
  }

  private Reply many(Request request) throws ApiException {
    List<Publication> publications = new ArrayList<>();
    try {
      for (BodyValues body : BodyValues.each(request.jsonList(), BULK_MAX, "")) {
        publications.add(PublishBody.read(body));
      }
    } catch (NotPublishable e) {
      return notPublishable(e);
    }
    if (publications.isEmpty()) {
      throw ApiException.badRequest("the body is empty: expected at least one message");
    }
    List<CompletableFuture<Result>> published =
        publications.stream().map(publisher::publish).toList();
    int status = 200;
    List<Map<String, Object>> views = new ArrayList<>();
    for (CompletableFuture<Result> one : published) {
      Result result = Awaited.of(one, PATIENCE);
      status = Math.max(status, status(result));
      views.add(view(result));
    }
    return new Reply(status, views);
  }

  private static int status(Result result) {
    return switch (result) {
      case Result.Published published -> published.hadSubscribers() ? 200 : 202;
      case Result.Refused _ -> 503;
    };
  }

  private static Map<String, Object> view(Result result) {
    return switch (result) {
      case Result.Published(String id, boolean hadSubscribers) ->
          hadSubscribers
              ? Map.of("id", id)
              : reason(NO_MATCHING_SUBSCRIBERS, "no_matching_subscribers");
      case Result.Refused(int reasonCode, String reason) -> reason(reasonCode, reason);
    };
  }

  private static Reply notPublishable(NotPublishable e) {
    return new Reply(400, reason(e.reasonCode(), String.valueOf(e.getMessage())));
  }

  private static Map<String, Object> reason(int code, String message) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("reason_code", code);
    view.put("message", message);
    return view;
  }
}
