package dev.tributary.broker.internal.routing;

import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.Subscriptions;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the index holds, for people who look at it. Any thread. */
public final class SubscriptionList implements Subscriptions {

  private final TrieSubscriptionIndex index;
  private final Counters counters;

  public SubscriptionList(TrieSubscriptionIndex index, Counters counters) {
    this.index = index;
    this.counters = counters;
  }

  @Override
  public Stream<SubscriptionView> all() {
    return index
        .audiences()
        .flatMap(audience -> {
          Views views = new Views();
          audience.tell(views);
          return views.all.stream();
        });
  }

  @Override
  public Stream<String> filters() {
    return index
        .audiences()
        .flatMap(audience -> {
          Names names = new Names();
          audience.tell(names);
          return names.all.stream();
        });
  }

  @Override
  public Stream<SubscriptionView> matching(String topic) {
    Views views = new Views();
    index.match(topic, views);
    return views.all.stream();
  }

  @Override
  public boolean hasSystemFilters() {
    return index.hasSystemFilters();
  }

  @Override
  public long count() {
    return counters.value(Metric.SUBSCRIPTIONS);
  }

  @Override
  public long sharedCount() {
    return counters.value(Metric.SUBSCRIPTIONS_SHARED);
  }

  /** Filters of one audience, which differ in their {@code $share/group/} alone. */
  private static final class Names implements Found {

    private final Set<String> all = new LinkedHashSet<>(1);

    @Override
    public void plain(Subscriber subscriber, Subscription subscription) {
      all.add(subscription.filter());
    }

    @Override
    public void shared(SharedGroup group) {
      for (Seat seat : group.members()) {
        all.add(seat.subscription().filter());
      }
    }
  }

  private static final class Views implements Found {

    private final List<SubscriptionView> all = new ArrayList<>(1);

    @Override
    public void plain(Subscriber subscriber, Subscription subscription) {
      all.add(
          new SubscriptionView(
              subscriber.subscriberId(),
              subscription.filter(),
              subscription.qos(),
              subscription.noLocal(),
              subscription.retainAsPublished(),
              subscription.retainHandling(),
              subscription.identifier(),
              subscriber.isDurable()));
    }

    @Override
    public void shared(SharedGroup group) {
      for (Seat seat : group.members()) {
        plain(seat.subscriber(), seat.subscription());
      }
    }
  }
}
