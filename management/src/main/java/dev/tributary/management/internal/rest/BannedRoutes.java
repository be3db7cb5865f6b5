package dev.tributary.management.internal.rest;

import dev.tributary.broker.Ban;
import dev.tributary.management.BannedClients;
import dev.tributary.management.internal.banned.BanKinds;
import dev.tributary.management.internal.banned.BannedEntry;
import java.io.IOException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code /banned}. */
final class BannedRoutes {

  private static final String BY = "mgmt_api";
  private static final String INFINITY = "infinity";
  private static final int TEXT_MAX = 1_024;
  private static final long SECOND = 1_000;
  private static final Set<String> FIELDS = Set.of("as", "who", "by", "reason", "at", "until");

  /** Parameters that look for one kind, and whether a part of its text is enough. */
  private enum Lookup {
    CLIENTID("clientid", Ban.Kind.CLIENT_ID, false),
    USERNAME("username", Ban.Kind.USERNAME, false),
    PEERHOST("peerhost", Ban.Kind.PEER_HOST, false),
    LIKE_CLIENTID("like_clientid", Ban.Kind.CLIENT_ID, true),
    LIKE_USERNAME("like_username", Ban.Kind.USERNAME, true),
    LIKE_PEERHOST("like_peerhost", Ban.Kind.PEER_HOST, true),
    LIKE_PEERHOST_NET("like_peerhost_net", Ban.Kind.PEER_NETWORK, true);

    private final String parameter;
    private final Ban.Kind kind;
    private final boolean part;

    Lookup(String parameter, Ban.Kind kind, boolean part) {
      this.parameter = parameter;
      this.kind = kind;
      this.part = part;
    }
  }

  private final BannedClients banned;
  private final InstantSource clock;

  BannedRoutes(BannedClients banned, InstantSource clock) {
    this.banned = banned;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .get("/banned", this::list)
        .post("/banned", this::create)
        .delete("/banned", _ -> clear())
        .delete("/banned/{as}/{who}", this::delete);
  }

  private Reply list(Request request) throws ApiException {
    Paging paging = Paging.bounded(request);
    List<Lookup> lookups =
        Stream.of(Lookup.values())
            .filter(lookup -> request.query(lookup.parameter) != null)
            .toList();
    if (lookups.size() > 1) {
      throw ApiException.badRequest(
          "%s and %s: expected one filter at most"
              .formatted(lookups.get(0).parameter, lookups.get(1).parameter));
    }
    boolean counted = lookups.stream().noneMatch(lookup -> lookup.part);
    Map<String, Object> answer =
        paging.of(
            banned.all().stream().filter(test(lookups, request)), counted, BannedRoutes::view);
    if (lookups.isEmpty() && answer.get("meta") instanceof Map<?, ?> meta) {
      // As in the original, whose scripts count pages here.
      meta.remove("hasnext");
    }
    return Reply.ok(answer);
  }

  private static Predicate<BannedEntry> test(List<Lookup> lookups, Request request) {
    if (lookups.isEmpty()) {
      return _ -> true;
    }
    Lookup lookup = lookups.getFirst();
    String given = String.valueOf(request.query(lookup.parameter));
    String text = lookup.part ? given : canonical(lookup.kind, given);
    return entry ->
        entry.ban().kind() == lookup.kind
            && (lookup.part ? entry.ban().who().contains(text) : entry.ban().who().equals(text));
  }

  private Reply create(Request request) throws ApiException, IOException {
    BannedEntry entry = entry(BodyValues.of(request));
    if (!added(entry)) {
      throw banned.find(entry.ban().kind(), entry.ban().who()).isPresent()
          ? new ApiException(
              400,
              "ALREADY_EXISTS",
              QueryValues.shortened(entry.ban().who()) + " is banned already")
          : ApiException.badRequest(
              "%d are banned, the most that is kept: expected a delete first"
                  .formatted(BannedClients.ENTRIES_MAX));
    }
    return Reply.ok(view(entry));
  }

  private boolean added(BannedEntry entry) throws ApiException, IOException {
    try {
      return banned.add(entry);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("who: " + e.getMessage());
    }
  }

  private BannedEntry entry(BodyValues body) throws ApiException {
    body.requireKnown(FIELDS);
    Ban.Kind kind = kind(body.oneOf("as", BanKinds.texts(), null));
    String who = body.text("who", "text");
    long now = clock.millis() / SECOND * SECOND;
    long at = time(body, "at", now);
    long until = time(body, "until", Long.MAX_VALUE);
    if (until <= now || until <= at) {
      throw body.wrong("until", body.fields().get("until"), "a time to come, after at");
    }
    try {
      return new BannedEntry(
          BanKinds.ban(kind, who, until), note(body, "by", BY), note(body, "reason", ""), at);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("who = " + QueryValues.shortened(who) + ": " + e.getMessage());
    }
  }

  private static Ban.Kind kind(String text) throws ApiException {
    return BanKinds.of(text)
        .orElseThrow(
            () -> QueryValues.wrong("as", text, "one of " + String.join(", ", BanKinds.texts())));
  }

  private static String note(BodyValues body, String field, String otherwise) throws ApiException {
    String expected = "text of at most " + TEXT_MAX + " characters";
    String text = body.textOrNull(field, expected);
    if (text != null && text.length() > TEXT_MAX) {
      throw body.wrong(field, text, expected);
    }
    return text == null ? otherwise : text;
  }

  /** Milliseconds since 1970, from RFC 3339, seconds since 1970 or {@code infinity}. */
  private static long time(BodyValues body, String field, long otherwise) throws ApiException {
    return switch (body.fields().get(field)) {
      case null -> otherwise;
      case String text when text.equals(INFINITY) && field.equals("until") -> Long.MAX_VALUE;
      case Integer seconds when seconds >= 0 -> seconds * SECOND;
      case Long seconds when seconds >= 0 && seconds < Integer.MAX_VALUE * SECOND ->
          seconds * SECOND;
      case String text -> {
        try {
          yield OffsetDateTime.parse(text).toInstant().getEpochSecond() * SECOND;
        } catch (DateTimeParseException _) {
          yield wrongTime(body, field);
        }
      }
      case Object _ -> wrongTime(body, field);
    };
  }

  private static long wrongTime(BodyValues body, String field) throws ApiException {
    throw body.wrong(
        field,
        body.fields().get(field),
        "a time such as 2026-11-22T18:00:00Z, or seconds since 1970");
  }

  private Reply clear() throws IOException {
    banned.clear();
    return Reply.nothing();
  }

  private Reply delete(Request request) throws ApiException, IOException {
    Ban.Kind kind = kind(request.path("as"));
    String who = request.path("who");
    if (!banned.remove(kind, canonical(kind, who))) {
      throw ApiException.notFound(
          "no %s %s is banned".formatted(request.path("as"), QueryValues.shortened(who)));
    }
    return Reply.nothing();
  }

  /** As it would be kept; as it is if it can be none of that kind. */
  private static String canonical(Ban.Kind kind, String who) {
    try {
      return BanKinds.ban(kind, who, Long.MAX_VALUE).who();
    } catch (IllegalArgumentException _) {
      return who;
    }
  }

  private static Object view(BannedEntry entry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("as", BanKinds.text(entry.ban().kind()));
    view.put("who", entry.ban().who());
    view.put("by", entry.by());
    view.put("reason", entry.reason());
    view.put("at", Times.seconds(entry.atMillis()));
    long until = entry.ban().untilMillis();
    view.put("until", until == Long.MAX_VALUE ? INFINITY : Times.seconds(until));
    return view;
  }
}
