package dev.tributary.management.internal.rest;

import dev.tributary.broker.ClientEntry;
import dev.tributary.broker.Clients;
import dev.tributary.management.internal.banned.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The filters of {@code GET /clients}. They look at {@link ClientEntry} alone, which costs no event
 * loop anything, however many clients there are.
 *
 * @param clientIds those that were named; empty if none was
 * @param test all other filters
 * @param counted whether the answer tells how many there are; the original does not where it has to
 *     search
 */
record ClientFilter(Set<String> clientIds, Predicate<ClientEntry> test, boolean counted) {

  static ClientFilter of(Request request, String node) throws ApiException {
    QueryValues.requireNode(request, node);
    var made = new Making();
    Set<String> usernames = new LinkedHashSet<>(request.queries("username"));
    if (!usernames.isEmpty()) {
      made.add(entry -> usernames.contains(entry.client().username()));
    }
    address(request, made);
    state(request, made);
    made.like(request, "like_clientid", entry -> entry.client().clientId());
    made.like(request, "like_username", entry -> entry.client().username());
    made.like(request, "like_ip_address", ClientFilter::address);
    made.time(request, "connected_at", entry -> entry.client().connectedAtMillis());
    made.time(request, "created_at", ClientEntry::sessionSinceMillis);
    return new ClientFilter(
        new LinkedHashSet<>(request.queries("clientid")),
        made.tests.stream().reduce(_ -> true, Predicate::and),
        made.counted);
  }

  private static void address(Request request, Making made) throws ApiException {
    String text = request.query("ip_address");
    if (text != null) {
      String address = IpAddress.canonical(text);
      if (address == null) {
        throw invalid("ip_address", text, "an IP address such as 127.0.0.1");
      }
      made.add(entry -> address.equals(address(entry)));
    }
  }

  private static void state(Request request, Making made) throws ApiException {
    String state =
        QueryValues.oneOf(request, "conn_state", List.of("connected", "idle", "disconnected"));
    if (state != null) {
      // A client is known here when its CONNECT was answered; none is idle.
      made.add(entry -> state.equals(entry.connected() ? "connected" : "disconnected"));
    }
    Boolean cleanStart = QueryValues.flag(request, "clean_start");
    if (cleanStart != null) {
      made.add(entry -> entry.client().cleanStart() == cleanStart);
    }
    Boolean durable = QueryValues.flag(request, "durable");
    if (durable != null) {
      made.add(entry -> entry.durable() == durable);
    }
    String version = request.query("proto_ver");
    if (version != null) {
      int number = number("proto_ver", version);
      made.add(entry -> entry.client().protocolVersion() == number);
    }
  }

  private static int number(String name, String text) throws ApiException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw invalid(name, text, "3, 4 or 5");
    }
  }

  private static ApiException invalid(String name, String text, String expected) {
    return new ApiException(
        400,
        "INVALID_PARAMETER",
        name + " = " + QueryValues.shortened(text) + ": expected " + expected);
  }

  /** The address that the client came from. */
  static String address(ClientEntry entry) {
    return entry.client().peer().getAddress() == null
        ? entry.client().peer().getHostString()
        : entry.client().peer().getAddress().getHostAddress();
  }

  /** Everybody whom the filters let pass; named clients are looked up, not searched. */
  Stream<ClientEntry> select(Clients clients) {
    Stream<ClientEntry> candidates =
        clientIds.isEmpty()
            ? clients.all()
            : clientIds.stream().map(clients::find).flatMap(Optional::stream);
    return candidates.filter(test);
  }

  /** Filters on their way to a {@link ClientFilter}. */
  private static final class Making {
    private final List<Predicate<ClientEntry>> tests = new ArrayList<>();
    private boolean counted = true;

    void add(Predicate<ClientEntry> test) {
      tests.add(test);
    }

    void like(Request request, String name, Function<ClientEntry, @Nullable String> field) {
      String part = request.query(name);
      if (part != null) {
        counted = false;
        tests.add(entry -> {
          String text = field.apply(entry);
          return text != null && text.contains(part);
        });
      }
    }

    void time(Request request, String field, Function<ClientEntry, Long> time) throws ApiException {
      Long from = QueryValues.time(request, "gte_" + field);
      if (from != null) {
        tests.add(entry -> time.apply(entry) >= from);
      }
      Long to = QueryValues.time(request, "lte_" + field);
      if (to != null) {
        tests.add(entry -> time.apply(entry) <= to);
      }
    }
  }
}
