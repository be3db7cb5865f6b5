package dev.tributary.broker.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.MqttOptions.SharedStrategy;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers while writers change: what is there all the time is seen once, everything whole. */
class RoutingConcurrencyTest {

  private static final int CHANGES = 30_000;
  private static final String[] FILTERS = {
    "a/b",
    "a/+",
    "a/#",
    "#",
    "+/b",
    "$share/g/a/b",
    "$share/g/a/+",
    "$share/h/a/#",
    "a/b/c",
    "a/x/#"
  };

  private final Counters counters = new Counters();
  private final TrieSubscriptionIndex index = new TrieSubscriptionIndex(3, counters);

  /** Its identifier is its QoS, so that half a replacement would show. */
  private static Subscription subscription(String filter, int qos) {
    return new Subscription(filter, qos, false, false, 0, qos);
  }

  @ParameterizedTest
  @EnumSource(names = {"ROUND_ROBIN", "RANDOM", "STICKY", "HASH_TOPIC"})
  void readersSeeWhatIsThereOnceAndWhole(SharedStrategy strategy) throws Exception {
    for (String filter : FILTERS) {
      index.put(new Member("always"), subscription(filter, 1));
    }
    MemberChoice choice = new MemberChoice(strategy, 1);
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong matches = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Message message = Messages.from("publisher" + i, "a/b");
        readers.add(
            threads.submit(() -> {
              while (!done.get() || matches.get() < 100) {
                check(message, choice);
                matches.incrementAndGet();
              }
            }));
      }
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int writer = i;
        writers.add(threads.submit(() -> change(writer)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    } catch (ExecutionException e) {
      done.set(true);
      throw e;
    }
    assertThat(counters.value(Metric.SUBSCRIPTIONS)).isEqualTo(FILTERS.length);
    assertThat(new SubscriptionList(index, counters).all()).hasSize(FILTERS.length);
  }

  private void check(Message message, MemberChoice choice) {
    List<String> always = new ArrayList<>();
    int[] groups = {0};
    index.match(
        message.topic(),
        new Found() {
          @Override
          public void plain(Subscriber subscriber, Subscription subscription) {
            assertThat(subscription.identifier()).isEqualTo(subscription.qos());
            if (subscriber.subscriberId().equals("always")) {
              always.add(subscription.filter());
            }
          }

          @Override
          public void shared(SharedGroup group) {
            groups[0]++;
            Seat seat = choice.choose(group, message);
            assertThat(seat).isNotNull();
            assertThat(group.members()).isNotEmpty();
          }
        });
    assertThat(always).containsExactlyInAnyOrder("a/b", "a/+", "a/#", "#", "+/b");
    assertThat(groups[0]).isEqualTo(3);
  }

  private void change(int writer) {
    Random random = new Random(writer);
    for (int i = 0; i < CHANGES; i++) {
      Member member = new Member("w" + writer + "-" + random.nextInt(20));
      String filter = FILTERS[random.nextInt(FILTERS.length)];
      if (random.nextInt(3) > 0) {
        index.put(member, subscription(filter, random.nextInt(3)));
      } else {
        index.remove(member, filter);
      }
    }
    for (int i = 0; i < 20; i++) {
      for (String filter : FILTERS) {
        index.remove(new Member("w" + writer + "-" + i), filter);
      }
    }
  }
}
