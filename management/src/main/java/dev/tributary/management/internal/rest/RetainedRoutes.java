package dev.tributary.management.internal.rest;

import dev.tributary.broker.Message;
import dev.tributary.broker.Retained;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /mqtt/retainer/message(s)}: what is retained, seen and removed. */
final class RetainedRoutes {

  private static final String EVERYTHING = "#";

  /** A {@code #} does not find topics of the server itself. */
  private static final String OF_SERVER = "$SYS/#";

  private final Retained retained;

  RetainedRoutes(Retained retained) {
    this.retained = retained;
  }

  void addTo(Routes routes) {
    routes
        .get("/mqtt/retainer/messages", this::list)
        .delete("/mqtt/retainer/messages", _ -> removeAll())
        .get("/mqtt/retainer/message/{topic}", this::one)
        .delete("/mqtt/retainer/message/{topic}", this::remove);
  }

  private Reply list(Request request) throws ApiException {
    Paging paging = Paging.bounded(request);
    String topic = request.query("topic");
    Stream<Message> found =
        topic == null
            ? Stream.concat(retained.matching(EVERYTHING), retained.matching(OF_SERVER))
            : matching(topic);
    return Reply.ok(paging.of(found, topic == null, MessageViews::retained));
  }

  private Stream<Message> matching(String filter) throws ApiException {
    try {
      return retained.matching(filter);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("topic: " + e.getMessage());
    }
  }

  private Reply removeAll() {
    retained.remove(EVERYTHING);
    retained.remove(OF_SERVER);
    return Reply.nothing();
  }

  /** Of a filter the first that it finds, as in the original. */
  private Reply one(Request request) throws ApiException {
    String topic = request.path("topic");
    Optional<Message> found = isFilter(topic) ? matching(topic).findFirst() : retained.find(topic);
    return Reply.ok(MessageViews.retainedWhole(found.orElseThrow(() -> missing(topic))));
  }

  private Reply remove(Request request) throws ApiException {
    String topic = request.path("topic");
    try {
      if (retained.remove(topic) == 0) {
        throw missing(topic);
      }
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("topic: " + e.getMessage());
    }
    return Reply.nothing();
  }

  private static boolean isFilter(String topic) {
    return topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0;
  }

  private static ApiException missing(String topic) {
    return ApiException.notFound("nothing is retained on " + QueryValues.shortened(topic));
  }
}
