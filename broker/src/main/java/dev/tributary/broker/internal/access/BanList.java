package dev.tributary.broker.internal.access;

import dev.tributary.broker.Ban;
import dev.tributary.broker.Bans;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.internal.access.BanTable.Who;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The bans in force. A question costs no lock; a ban ends by the clock, without a task. Any thread.
 */
public final class BanList implements Bans {

  private final InstantSource clock;
  private final Expulsion expulsion;
  private Set<Ban> before = Set.of();
  private volatile BanTable table = BanTable.NONE;

  /** Ends the connections of clients of which that is true; each is asked about on its loop. */
  @FunctionalInterface
  public interface Expulsion {
    void expel(Predicate<ClientInfo> banned);
  }

  public BanList(InstantSource clock, Expulsion expulsion) {
    this.clock = clock;
    this.expulsion = expulsion;
  }

  @Override
  public synchronized void replace(Collection<Ban> bans) {
    BanTable next = BanTable.of(bans);
    List<Ban> added = bans.stream().filter(ban -> !before.contains(ban)).toList();
    before = new HashSet<>(bans);
    table = next;
    if (!added.isEmpty()) {
      // Whom the others forbid is not here any more; often it is one that was added to thousands.
      BanTable fresh = BanTable.of(added);
      expulsion.expel(client -> isBanned(fresh, client));
    }
  }

  public boolean isBanned(ClientInfo client) {
    BanTable now = table;
    return !now.isEmpty() && isBanned(now, client);
  }

  private boolean isBanned(BanTable bans, ClientInfo client) {
    return bans.bans(
        new Who(client.clientId(), client.username(), client.peer().getAddress()), clock.millis());
  }
}
