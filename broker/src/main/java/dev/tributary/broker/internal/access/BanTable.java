package dev.tributary.broker.internal.access;

import dev.tributary.broker.Ban;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Bans as they are looked up: exact ones by one hash each, networks by one hash for every prefix
 * length that occurs, patterns one by one, hence not more than {@link #PATTERNS_MAX}. Immutable.
 */
final class BanTable {

  static final int PATTERNS_MAX = 1_000;
  static final BanTable NONE = new BanTable();

  private final Map<String, Long> clientIds = new HashMap<>();
  private final Map<String, Long> usernames = new HashMap<>();
  private final Map<Network, Long> hosts = new HashMap<>();
  private final Map<Integer, Map<Network, Long>> networks = new HashMap<>();
  private final List<Expression> clientIdPatterns = new ArrayList<>();
  private final List<Expression> usernamePatterns = new ArrayList<>();

  private record Expression(Pattern pattern, long untilMillis) {}

  /** Who may be banned. */
  record Who(String clientId, @Nullable String username, @Nullable InetAddress peer) {}

  private BanTable() {}

  /**
   * @throws IllegalArgumentException naming the ban that cannot be understood
   */
  static BanTable of(Collection<Ban> bans) {
    BanTable table = new BanTable();
    bans.forEach(table::add);
    return table;
  }

  private void add(Ban ban) {
    switch (ban.kind()) {
      case CLIENT_ID -> put(clientIds, ban.who(), ban);
      case USERNAME -> put(usernames, ban.who(), ban);
      case PEER_HOST -> {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(ban.who());
        if (address == null) {
          throw wrong(ban, "must be an IP address");
        }
        put(hosts, Network.of(address, Network.WHOLE), ban);
      }
      case PEER_NETWORK -> {
        Network network = network(ban);
        put(networks.computeIfAbsent(network.prefix(), _ -> new HashMap<>()), network, ban);
      }
      case CLIENT_ID_PATTERN -> clientIdPatterns.add(expression(ban));
      case USERNAME_PATTERN -> usernamePatterns.add(expression(ban));
    }
  }

  /** Of two bans of the same the longer one counts. */
  private static <K> void put(Map<K, Long> bans, K who, Ban ban) {
    bans.merge(who, ban.untilMillis(), Math::max);
  }

  private static Network network(Ban ban) {
    int slash = ban.who().lastIndexOf('/');
    byte[] address =
        slash < 0
            ? null
            : NetUtil.createByteArrayFromIpAddressString(ban.who().substring(0, slash));
    try {
      int prefix = slash < 0 ? -1 : Integer.parseInt(ban.who(), slash + 1, ban.who().length(), 10);
      if (address != null && prefix >= 0 && prefix <= 8 * address.length) {
        return Network.of(address, prefix);
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(ban, "must be a network such as 192.168.0.0/16 or 2001:db8::/32");
  }

  private Expression expression(Ban ban) {
    if (clientIdPatterns.size() + usernamePatterns.size() >= PATTERNS_MAX) {
      throw wrong(ban, "there may be " + PATTERNS_MAX + " patterns at most");
    }
    try {
      return new Expression(Pattern.compile(ban.who()), ban.untilMillis());
    } catch (PatternSyntaxException e) {
      throw wrong(ban, "is no regular expression: " + e.getDescription());
    }
  }

  private static IllegalArgumentException wrong(Ban ban, String why) {
    return new IllegalArgumentException("ban of " + ban.kind() + " '" + ban.who() + "': " + why);
  }

  boolean isEmpty() {
    return clientIds.isEmpty()
        && usernames.isEmpty()
        && hosts.isEmpty()
        && networks.isEmpty()
        && clientIdPatterns.isEmpty()
        && usernamePatterns.isEmpty();
  }

  boolean bans(Who who, long nowMillis) {
    return holds(clientIds, who.clientId(), nowMillis)
        || (who.username() != null && holds(usernames, who.username(), nowMillis))
        || (who.peer() != null && bansAddress(who.peer().getAddress(), nowMillis))
        || matches(clientIdPatterns, who.clientId(), nowMillis)
        || (who.username() != null && matches(usernamePatterns, who.username(), nowMillis));
  }

  private boolean bansAddress(byte[] address, long nowMillis) {
    if (!hosts.isEmpty() && holds(hosts, Network.of(address, Network.WHOLE), nowMillis)) {
      return true;
    }
    for (Map.Entry<Integer, Map<Network, Long>> one : networks.entrySet()) {
      int prefix = one.getKey();
      if (prefix <= 8 * address.length
          && holds(one.getValue(), Network.of(address, prefix), nowMillis)) {
        return true;
      }
    }
    return false;
  }

  private static <K> boolean holds(Map<K, Long> bans, K who, long nowMillis) {
    Long until = bans.get(who);
    return until != null && nowMillis < until;
  }

  /** All patterns together may cost what {@link MeteredText} allows. */
  private static boolean matches(List<Expression> patterns, String text, long nowMillis) {
    if (patterns.isEmpty()) {
      return false;
    }
    MeteredText metered = new MeteredText(text);
    try {
      for (Expression expression : patterns) {
        if (nowMillis < expression.untilMillis() && expression.pattern().matcher(metered).find()) {
          return true;
        }
      }
      return false;
    } catch (MeteredText.TooCostly | StackOverflowError _) {
      return true; // who cannot be checked is not let in, or long names would get round a ban
    }
  }
}
