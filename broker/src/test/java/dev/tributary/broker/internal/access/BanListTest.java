package dev.tributary.broker.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.Ban;
import dev.tributary.broker.Ban.Kind;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.PacketProperties;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanListTest {

  private static final long NOW = 1_000_000;

  private final List<Predicate<ClientInfo>> expulsions = new ArrayList<>();
  private long nowMillis = NOW;
  private final BanList bans = new BanList(() -> Instant.ofEpochMilli(nowMillis), expulsions::add);

  private static ClientInfo client(String clientId, @Nullable String username, String peer) {
    InetSocketAddress address = new InetSocketAddress(peer, 4711);
    return new ClientInfo(
        clientId,
        username,
        5,
        true,
        0,
        0,
        1,
        PacketProperties.NONE,
        address,
        address,
        "tcp:default",
        0,
        new HandlerSlot());
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_ID,         c1,              true",
    "CLIENT_ID,         c,               false",
    "USERNAME,          u1,              true",
    "USERNAME,          c1,              false",
    "PEER_HOST,         192.0.2.7,       true",
    "PEER_HOST,         ::ffff:192.0.2.7,true",
    "PEER_HOST,         192.0.2.8,       false",
    "CLIENT_ID_PATTERN, ^c\\d$,          true",
    "CLIENT_ID_PATTERN, '1',             true",
    "CLIENT_ID_PATTERN, ^d,              false",
    "USERNAME_PATTERN,  ^u,              true",
    "USERNAME_PATTERN,  ^c,              false",
    "PEER_NETWORK,      192.0.2.0/24,    true",
    "PEER_NETWORK,      192.0.2.7/32,    true",
    "PEER_NETWORK,      192.0.3.0/24,    false",
    "PEER_NETWORK,      0.0.0.0/0,       true",
    "PEER_NETWORK,      192.0.2.255/25,  false",
    "PEER_NETWORK,      ::/0,            false",
  })
  void eachKindLooksAtItsPart(Kind kind, String who, boolean banned) {
    bans.replace(List.of(new Ban(kind, who, Long.MAX_VALUE)));
    assertThat(bans.isBanned(client("c1", "u1", "192.0.2.7"))).isEqualTo(banned);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::/32,    true",
    "2001:db8:0:1::/64,false",
    "2001:db8::/64,    true",
    "2001:db8::7/128,  true",
    "2001:db8::6/127,  true",
    "2001:db8::8/127,  false",
    "::/0,             true",
    "0.0.0.0/0,        false",
  })
  void networksOfVersion6(String network, boolean banned) {
    bans.replace(List.of(new Ban(Kind.PEER_NETWORK, network, Long.MAX_VALUE)));
    assertThat(bans.isBanned(client("c1", null, "2001:db8::7"))).isEqualTo(banned);
  }

  @ParameterizedTest
  @CsvSource({
    "PEER_HOST, localhost",
    "PEER_NETWORK, 192.0.2.0",
    "PEER_NETWORK, 192.0.2.0/33",
    "PEER_NETWORK, 192.0.2.0/-1",
    "PEER_NETWORK, 192.0.2.0/x",
    "PEER_NETWORK, host/8",
    "CLIENT_ID_PATTERN, (",
  })
  void whatCannotBeUnderstoodChangesNothing(Kind kind, String who) {
    bans.replace(List.of(new Ban(Kind.CLIENT_ID, "c1", Long.MAX_VALUE)));
    assertThatThrownBy(() -> bans.replace(List.of(new Ban(kind, who, Long.MAX_VALUE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.name())
        .hasMessageContaining("'" + who + "'");
    assertThat(bans.isBanned(client("c1", null, "192.0.2.7"))).isTrue();
  }

  @Test
  void patternsAreBoundedInNumber() {
    assertThatThrownBy(() ->
            bans.replace(Collections.nCopies(1_001, new Ban(Kind.CLIENT_ID_PATTERN, "a", NOW))))
        .hasMessageContaining("1000");
  }

  @Test
  void anExpressionThatWouldTakeForEverBansInstead() {
    bans.replace(List.of(new Ban(Kind.CLIENT_ID_PATTERN, "(.*a){25}c", Long.MAX_VALUE)));
    assertThat(bans.isBanned(client("a".repeat(60) + "b", null, "192.0.2.7"))).isTrue();
    bans.replace(List.of(new Ban(Kind.CLIENT_ID_PATTERN, "^(a|b)*c$", Long.MAX_VALUE)));
    assertThat(bans.isBanned(client("ab".repeat(32_000), null, "192.0.2.7"))).isTrue();
    assertThat(bans.isBanned(client("short", null, "192.0.2.7"))).isFalse();
  }

  @Test
  void bansEndByTheClock() {
    bans.replace(
        List.of(new Ban(Kind.CLIENT_ID, "c1", NOW + 10), new Ban(Kind.CLIENT_ID, "c1", NOW + 5)));
    nowMillis = NOW + 9;
    assertThat(bans.isBanned(client("c1", null, "192.0.2.7"))).isTrue();
    nowMillis = NOW + 10;
    assertThat(bans.isBanned(client("c1", null, "192.0.2.7"))).isFalse();
  }

  @Test
  void onlyNewBansExpel() {
    Ban first = new Ban(Kind.CLIENT_ID, "c1", Long.MAX_VALUE);
    bans.replace(List.of(first));
    bans.replace(List.of(first, new Ban(Kind.USERNAME, "u2", Long.MAX_VALUE)));
    bans.replace(List.of(first));
    assertThat(expulsions).hasSize(2);
    assertThat(expulsions.getLast().test(client("c1", null, "192.0.2.7"))).isFalse();
    assertThat(expulsions.getLast().test(client("c2", "u2", "192.0.2.7"))).isTrue();
  }

  @Test
  void aHundredThousandAreFoundByHash() {
    bans.replace(
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Ban(kind(i), bannedName(i), Long.MAX_VALUE))
            .toList());
    assertThat(bans.isBanned(client("n99999", null, "192.0.2.7"))).isTrue();
    assertThat(bans.isBanned(client("other", null, "10.0.0.2"))).isTrue();
    assertThat(bans.isBanned(client("other", "other", "192.0.2.7"))).isFalse();
  }

  private static Kind kind(int i) {
    return switch (i % 3) {
      case 0 -> Kind.CLIENT_ID;
      case 1 -> Kind.USERNAME;
      default -> Kind.PEER_HOST;
    };
  }

  private static String bannedName(int i) {
    return i % 3 == 2 ? "10.%d.%d.%d".formatted(i >> 16, i >> 8 & 0xFF, i & 0xFF) : "n" + i;
  }
}
