package dev.tributary.management.internal.rest;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.ClientView;
import dev.tributary.broker.Clients;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lists of clients. Entries are run through once a page; event loops are asked about the clients of
 * the page alone, all at the same time, and only for fields that no other thread knows.
 */
final class ClientPages {

  private static final Comparator<ClientEntry> BY_ID =
      Comparator.comparing(entry -> entry.client().clientId());

  private final Clients clients;
  private final ClientViews views;
  private final String node;

  ClientPages(Clients clients, ClientViews views, String node) {
    this.clients = clients;
    this.views = views;
    this.node = node;
  }

  /** {@code GET /clients}: pages by number, in the order in which the broker holds them. */
  Map<String, Object> byNumber(Request request) throws ApiException {
    Paging paging = Paging.bounded(request);
    ClientFilter filter = ClientFilter.of(request, node);
    ClientViews.Fields fields = ClientViews.Fields.of(request);
    var cut = paging.cut(filter.select(clients), filter.counted());
    return paging.answer(cut, shown(cut.elements(), fields));
  }

  /**
   * {@code GET /clients_v2}: pages by client identifier, so that who comes or goes between two of
   * them moves nobody else.
   */
  Map<String, Object> byCursor(Request request) throws ApiException {
    int limit = Paging.limit(request);
    ClientFilter filter = ClientFilter.of(request, node);
    ClientViews.Fields fields = ClientViews.Fields.of(request);
    String after = after(request.query("cursor"));
    List<ClientEntry> page = firstAfter(after, limit + 1, filter);
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("count", Math.min(limit, page.size()));
    if (page.size() > limit) {
      page.removeLast();
      meta.put("cursor", cursor(page.getLast().client().clientId()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", shown(page, fields));
    answer.put("meta", meta);
    return answer;
  }

  /** Holds no more than a page of them, however many there are. */
  private List<ClientEntry> firstAfter(@Nullable String after, int limit, ClientFilter filter) {
    var kept = new PriorityQueue<>(BY_ID.reversed());
    filter
        .select(clients)
        .filter(entry -> after == null || entry.client().clientId().compareTo(after) > 0)
        .forEach(entry -> {
          if (kept.size() < limit) {
            kept.add(entry);
          } else if (BY_ID.compare(entry, kept.element()) < 0) {
            kept.remove();
            kept.add(entry);
          }
        });
    List<ClientEntry> sorted = new ArrayList<>(kept);
    sorted.sort(BY_ID);
    return sorted;
  }

  private static String cursor(String clientId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1:" + clientId).getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String after(@Nullable String cursor) throws ApiException {
    if (cursor == null || cursor.equals("none")) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith("1:")) {
        return text.substring(2);
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw QueryValues.wrong("cursor", cursor, "the cursor in meta of the page before");
  }

  private List<Map<String, @Nullable Object>> shown(
      List<ClientEntry> page, ClientViews.Fields fields) throws ApiException {
    List<Map<String, @Nullable Object>> shown = new ArrayList<>(page.size());
    if (fields.areOfEntry()) {
      page.forEach(entry -> shown.add(fields.of(views.entry(entry))));
      return shown;
    }
    List<CompletableFuture<Optional<ClientView>>> asked =
        page.stream().map(entry -> clients.view(entry.client().clientId())).toList();
    for (var answer : asked) {
      // Who has gone meanwhile is no client any more.
      Awaited.of(answer).ifPresent(view -> shown.add(fields.of(views.client(view))));
    }
    return shown;
  }
}
