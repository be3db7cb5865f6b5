package dev.tributary.broker.internal.session;

import dev.tributary.broker.internal.routing.RetainedCursor;
import dev.tributary.broker.internal.routing.Router;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client has subscribed, and the retained messages that this still brings. On the
 * session's loop; bounded by {@code max_subscriptions}, which {@code SubscribeRules} enforces.
 */
public final class HeldSubscriptions {

  private final Session session;
  private Map<String, Subscription> held = Map.of();
  private @Nullable RetainedFeeding feeding;

  HeldSubscriptions(Session session) {
    this.session = session;
  }

  public Set<String> filters() {
    return held.keySet();
  }

  Collection<Subscription> all() {
    return held.values();
  }

  /** Puts one into the store that is going to be made as soon as it is there. */
  public void store(Subscription subscription) {
    session.writer().putSubscription(session.number(), subscription);
  }

  /** Makes or replaces one; retained messages follow. */
  public void subscribe(Subscription subscription) {
    if (session.hasEnded()) {
      return;
    }
    hold(subscription);
    session.writer().putSubscription(session.number(), subscription);
    RetainedCursor retained = router().subscribe(session, subscription);
    if (retained != null) {
      RetainedFeeding known = feeding;
      if (known == null) {
        known = new RetainedFeeding(session, router().feed());
        feeding = known;
      }
      known.add(retained);
    }
    session.pump();
  }

  /** Stored, but not to be made: what was there before is there again. */
  public void takeBack(Subscription subscription) {
    Subscription before = held.get(subscription.filter());
    if (session.hasEnded()) {
      return; // with all that is stored
    }
    if (before == null) {
      session.writer().removeSubscription(session.number(), subscription.filter());
    } else {
      session.writer().putSubscription(session.number(), before);
    }
  }

  /** As it was found in the store. */
  void restore(Subscription subscription) {
    hold(subscription);
    router().restore(session, subscription);
  }

  /** What is ended, or null if there was no such subscription. */
  public @Nullable Subscription unsubscribe(String filter) {
    Subscription known = held.get(filter);
    if (known == null) {
      return null;
    }
    if (held.size() == 1) {
      held = Map.of();
    } else {
      held.remove(filter);
    }
    session.writer().removeSubscription(session.number(), filter);
    if (feeding != null) {
      feeding.forget(filter);
    }
    return router().unsubscribe(session, filter) ? known : null;
  }

  /** The session has ended. */
  void end() {
    for (String filter : held.keySet()) {
      router().unsubscribe(session, filter);
    }
    held = Map.of();
    feeding = null;
  }

  /** Sends retained messages as far as there is room. */
  void feed() {
    RetainedFeeding known = feeding;
    if (known != null) {
      known.run();
      feeding = known.isDone() ? null : feeding;
    }
  }

  /** When {@link #feed} is to be called again, or {@link Resident#NONE}. */
  long nextFeedNanos() {
    return feeding == null ? Resident.NONE : feeding.nextAtNanos();
  }

  /** Most sessions have just one: that costs no table. */
  private void hold(Subscription subscription) {
    if (held.isEmpty()) {
      held = Map.of(subscription.filter(), subscription);
      return;
    }
    if (!(held instanceof HashMap)) {
      held = new HashMap<>(held);
    }
    held.put(subscription.filter(), subscription);
  }

  private Router router() {
    return session.services().router();
  }
}
