package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.pipeline.ActionDefinitions;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.DeadLetters;
import dev.tributary.sink.DeadLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /actions/{id}/dead_letters}; the original has nothing like it. */
final class DeadLetterRoutes {

  private static final String LIST = "/actions/{id}/dead_letters";
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final int IDS_MAX = 10_000;

  private final DeadLetters letters;
  private final ActionDefinitions actions;

  DeadLetterRoutes(DeadLetters letters, ActionDefinitions actions) {
    this.letters = letters;
    this.actions = actions;
  }

  /** Reads or changes dead letters, which are on disk. */
  @FunctionalInterface
  private interface OnDisk {
    Reply answer(Request request) throws ApiException, ChangeRefused, IOException;
  }

  void addTo(Routes routes) {
    routes
        .get(LIST, request -> guarded(this::list, request))
        .delete(LIST, request -> guarded(this::purgeAll, request))
        .post(LIST + "/replay", request -> guarded(this::replay, request))
        .get(LIST + "/{letter}", request -> guarded(this::show, request))
        .delete(LIST + "/{letter}", request -> guarded(this::purge, request));
  }

  private static Reply guarded(OnDisk work, Request request) throws ApiException, ChangeRefused {
    try {
      return work.answer(request);
    } catch (IOException e) {
      throw new ApiException(
          500,
          "INTERNAL_ERROR",
          "the dead letters of action %s cannot be read or changed: %s"
              .formatted(request.path("id"), e));
    }
  }

  private Reply list(Request request) throws ApiException, ChangeRefused, IOException {
    String id = request.path("id");
    int limit = (int) number("limit", request.query("limit"), LIMIT_DEFAULT, 1, LIMIT_MAX);
    long after = number("after", request.query("after"), 0, 0, Long.MAX_VALUE);
    DeadLetters.Page page = letters.page(id, after, limit);
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("limit", limit);
    meta.put("after", after);
    meta.put("count", actions.statistics(id).deadLetters());
    meta.put("hasnext", page.more());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", page.letters().stream().map(DeadLetterView::of).toList());
    answer.put("meta", meta);
    return Reply.ok(answer);
  }

  private Reply show(Request request) throws ApiException, ChangeRefused, IOException {
    DeadLetter letter = letters.find(request.path("id"), letter(request));
    return Reply.ok(DeadLetterView.of(letter));
  }

  private Reply replay(Request request) throws ApiException, ChangeRefused, IOException {
    String id = request.path("id");
    Map<String, @Nullable Object> body = request.json();
    Object all = body.get("all");
    Object ids = body.get("ids");
    if (Boolean.TRUE.equals(all) && ids == null) {
      return Reply.ok(Map.of("replayed", letters.replayAll(id)));
    }
    if (ids instanceof List<?> list && (all == null || Boolean.FALSE.equals(all))) {
      return Reply.ok(Map.of("replayed", letters.replay(id, ids(list))));
    }
    throw ApiException.badRequest(
        "expected {\"ids\": [1, 2]}, the dead letters to send again, or {\"all\": true}");
  }

  private static List<Long> ids(List<?> list) throws ApiException {
    if (list.size() > IDS_MAX) {
      throw ApiException.badRequest(
          "ids has %d elements: expected at most %d".formatted(list.size(), IDS_MAX));
    }
    List<Long> ids = new ArrayList<>();
    for (Object each : list) {
      switch (each) {
        case Integer id when id > 0 -> ids.add((long) id);
        case Long id when id > 0 -> ids.add(id);
        case null, default ->
            throw ApiException.badRequest(
                "ids[%d] = %s: expected an integer from 1".formatted(ids.size() + 1, each));
      }
    }
    return ids;
  }

  private Reply purge(Request request) throws ApiException, ChangeRefused, IOException {
    letters.purge(request.path("id"), letter(request));
    return Reply.nothing();
  }

  private Reply purgeAll(Request request) throws ApiException, ChangeRefused, IOException {
    if (!"true".equals(request.query("all"))) {
      throw ApiException.badRequest(
          "all = %s: expected ?all=true, which deletes every dead letter of the action"
              .formatted(request.query("all")));
    }
    return Reply.ok(Map.of("purged", letters.purgeAll(request.path("id"))));
  }

  private static long letter(Request request) throws ApiException {
    return number("dead letter", request.path("letter"), 0, 1, Long.MAX_VALUE);
  }

  private static long number(String name, @Nullable String text, long otherwise, long min, long max)
      throws ApiException {
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    String upTo = max == Long.MAX_VALUE ? "" : " to " + max;
    throw ApiException.badRequest(
        "%s = %s: expected an integer from %d%s".formatted(name, text, min, upTo));
  }
}
