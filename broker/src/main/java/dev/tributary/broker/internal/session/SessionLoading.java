package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.StoreException;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoredSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the sessions again that the store knows, spread over the loops by their client identifiers.
 * Used once, by one thread, before the first client comes.
 */
public final class SessionLoading implements Store.Contents {

  private final SessionRegistry registry;
  private final List<LoopHome> homes;
  private final Consumer<Message> retained;
  private final Map<LoopHome, List<Session>> made = new HashMap<>();

  public SessionLoading(
      SessionRegistry registry, List<LoopHome> homes, Consumer<Message> retained) {
    this.registry = registry;
    this.homes = homes;
    this.retained = retained;
  }

  @Override
  public void session(StoredSession session) {
    int hash = session.contents().client().clientId().hashCode();
    LoopHome home = homes.get(Math.floorMod(hash ^ hash >>> 16, homes.size()));
    made.computeIfAbsent(home, _ -> new ArrayList<>()).add(registry.restore(session, home));
  }

  @Override
  public void retained(Message message) {
    retained.accept(message);
  }

  /** Takes in all that a store holds. */
  public void load(Store from) throws StoreException {
    registry.numbersFrom(from.load(this));
    OpenPublishes open = registry.services().openPublishes();
    Set<MessageId> interrupted = open.messages();
    if (!interrupted.isEmpty()) {
      from.holders(interrupted, open::held);
    }
  }

  /** Deadlines begin: wills that are due are published, what is over ends. */
  public void wake() {
    made.forEach((home, sessions) -> home.execute(() -> sessions.forEach(Session::wake)));
    made.clear();
  }
}
