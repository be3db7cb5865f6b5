package dev.tributary.broker.internal.routing;

import static dev.tributary.broker.internal.routing.Messages.expiring;
import static dev.tributary.broker.internal.routing.Messages.retained;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.RetainerOptions;
import dev.tributary.broker.internal.events.EventDoor;
import dev.tributary.broker.internal.metrics.Counters;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.store.HeldStore;
import dev.tributary.broker.internal.store.Store;
import dev.tributary.broker.internal.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.3.1.3, and {@code retainer.*}. */
class RetainedMessagesTest {

  private static final RetainerOptions DEFAULTS = RetainerOptions.defaults();

  private final Counters counters = new Counters();
  private long nowMillis = Messages.NOW;
  private final Observer observer =
      new Observer(
          counters,
          new EventDoor(BrokerEvents.NONE, () -> Instant.ofEpochMilli(nowMillis)),
          () -> Instant.ofEpochMilli(nowMillis));
  private RetainedMessages messages = with(DEFAULTS);

  private RetainedMessages with(RetainerOptions options) {
    return new RetainedMessages(options, observer, this::nanos);
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }

  private void keep(Message message) {
    messages.keep(message, Custody.NOBODY);
  }

  private List<String> found(String filter) {
    return messages.matching(filter).map(Message::topic).toList();
  }

  private static RetainerOptions bounded(int messagesMax, int payloadBytesMax) {
    return new RetainerOptions(
        true, messagesMax, payloadBytesMax, null, null, null, null, null, false, true);
  }

  private static RetainerOptions rated(@Nullable RateLimit publish, @Nullable RateLimit delivery) {
    return new RetainerOptions(true, 0, 100, publish, delivery, null, null, null, false, true);
  }

  private static RetainerOptions living(
      @Nullable Duration expiry, @Nullable Duration override, boolean allowNever) {
    return new RetainerOptions(
        true, 0, 100, null, null, expiry, override, Duration.ofSeconds(60), false, allowNever);
  }

  private static RateLimit perSecond(long amount) {
    return new RateLimit(amount, Duration.ofSeconds(1), 0);
  }

  @Test
  void refusesANewTopicWhenFullButReplacesAKnownOne() {
    messages = with(bounded(1, 100));
    keep(retained("a", "1"));
    keep(retained("b", "1"));
    assertThat(found("#")).containsExactly("a");
    assertThat(counters.value(Metric.RETAINED_FULL)).isEqualTo(1);
    keep(retained("a", "2"));
    assertThat(messages.find("a").orElseThrow().payload()).isEqualTo(new byte[] {'2'});
    keep(retained("b", ""));
    keep(retained("a", ""));
    assertThat(messages.count()).isZero();
    keep(retained("b", "1"));
    assertThat(found("#")).containsExactly("b");
    assertThat(counters.value(Metric.RETAINED)).isEqualTo(1);
  }

  @Test
  void noBoundMeansAnyNumber() {
    messages = with(bounded(0, 100));
    IntStream.range(0, 1_000).forEach(i -> keep(retained("t" + i, "x")));
    assertThat(messages.count()).isEqualTo(1_000);
  }

  @Test
  void aPayloadThatIsTooLargeIsNotRetainedAndCounted() {
    messages = with(bounded(10, 3));
    keep(retained("a", "123"));
    keep(retained("b", "1234"));
    keep(retained("a", "1234"));
    assertThat(found("#")).containsExactly("a");
    assertThat(messages.find("a").orElseThrow().payload()).hasSize(3);
    assertThat(counters.value(Metric.RETAINED_TOO_LARGE)).isEqualTo(2);
  }

  @Test
  void beyondTheRateNothingIsRetainedButClearingGoesOn() {
    messages = with(rated(perSecond(2), null));
    keep(retained("a", "1"));
    keep(retained("b", "1"));
    keep(retained("c", "1"));
    assertThat(found("#")).containsExactly("a", "b");
    assertThat(counters.value(Metric.RETAINED_RATE)).isEqualTo(1);
    keep(retained("a", ""));
    assertThat(found("#")).containsExactly("b");
    nowMillis += 500;
    keep(retained("c", "1"));
    keep(retained("d", "1"));
    assertThat(found("#")).containsExactly("b", "c");
  }

  @Test
  void switchedOffItKeepsAndTellsNothing() {
    keep(retained("a", "1"));
    messages.change(new RetainerOptions(false, 0, 100, null, null, null, null, null, false, true));
    keep(retained("b", "1"));
    assertThat(messages.cursor(subscription("#"))).isNull();
    messages.change(DEFAULTS);
    assertThat(found("#")).containsExactly("a");
    assertThat(messages.options()).isEqualTo(DEFAULTS);
  }

  @Test
  void theClearingMessageMayBeKeptFromSubscribers() {
    assertThat(messages.isKeptFromSubscribers(retained("a", ""))).isFalse();
    messages.change(new RetainerOptions(true, 0, 100, null, null, null, null, null, true, true));
    assertThat(messages.isKeptFromSubscribers(retained("a", ""))).isTrue();
    assertThat(messages.isKeptFromSubscribers(retained("a", "x"))).isFalse();
  }

  @Test
  void anIntervalOfItsOwnGoesBeforeTheDefault() {
    messages = with(living(Duration.ofSeconds(5), null, true));
    keep(retained("default", "x"));
    keep(expiring("shorter", 2));
    keep(expiring("longer", 10));
    nowMillis += 1_999;
    assertThat(found("#")).containsExactly("default", "longer", "shorter");
    nowMillis += 1;
    assertThat(found("#")).containsExactly("default", "longer");
    nowMillis += 3_000;
    assertThat(messages.find("default")).isEmpty();
    assertThat(found("#")).containsExactly("longer");
    nowMillis += 5_000;
    assertThat(found("#")).isEmpty();
    assertThat(messages.count()).isZero();
  }

  @Test
  void theOverrideShortensEveryLifeButOneWithoutEnd() {
    messages = with(living(null, Duration.ofSeconds(3), true));
    keep(retained("never", "x"));
    keep(expiring("shorter", 1));
    keep(expiring("longer", 10));
    nowMillis += 1_000;
    assertThat(found("#")).containsExactly("longer", "never");
    nowMillis += 2_000;
    assertThat(found("#")).containsExactly("never");
    messages.change(living(null, Duration.ofSeconds(3), false));
    assertThat(found("#")).isEmpty();
  }

  @Test
  void expiredMessagesAreLookedForWhenItIsTime() {
    messages = with(living(Duration.ofSeconds(5), null, true));
    IntStream.range(0, 25_000).forEach(i -> keep(retained("t/" + i, "x")));
    nowMillis += 59_999;
    messages.tick();
    assertThat(messages.count()).isEqualTo(25_000);
    nowMillis += 1;
    messages.tick();
    assertThat(messages.count()).isEqualTo(15_000);
    messages.tick();
    messages.tick();
    assertThat(messages.count()).isZero();
    keep(retained("t", "x"));
    nowMillis += 59_000;
    messages.tick();
    assertThat(messages.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithANaiveMatcherInOrder(long seed) {
    Random random = new Random(seed);
    TreeSet<String> naive = new TreeSet<>(new TopicOrder());
    String[] words = {"a", "b", "", "$s", "a-", "a+b", "\u0001", "a\u0001"};
    for (int step = 0; step < 3_000; step++) {
      String topic = levels(random, words).replace('+', '.');
      if (random.nextInt(3) > 0) {
        keep(retained(topic, "x"));
        naive.add(topic);
      } else {
        keep(retained(topic, ""));
        naive.remove(topic);
      }
      String filter = levels(random, new String[] {"a", "b", "", "$s", "+", "+", "a-", "a\u0001"});
      filter = random.nextInt(3) == 0 ? filter + "/#" : random.nextInt(9) == 0 ? "#" : filter;
      String asked = filter;
      assertThat(found(filter))
          .as(filter)
          .containsExactlyElementsOf(
              naive.stream().filter(each -> NaiveMatcher.matches(asked, each)).toList());
    }
  }

  private static String levels(Random random, String[] words) {
    List<String> levels = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      levels.add(words[random.nextInt(words.length)]);
    }
    String joined = String.join("/", levels);
    return joined.isEmpty() ? "/" : joined;
  }

  @Test
  void theDeepestTopicIsFound() {
    String deep = "a/".repeat(32_767) + "a";
    keep(retained(deep, "x"));
    assertThat(found("+/".repeat(32_767) + "+")).hasSize(1);
    assertThat(found("+/".repeat(32_766) + "+")).isEmpty();
    assertThat(found("#")).hasSize(1);
  }

  /** Leaping: each device is looked at twice, not each of its topics. */
  @Test
  void whatCannotMatchIsLeaptOver() {
    for (int device = 0; device < 100; device++) {
      for (int topic = 0; topic < 100; topic++) {
        keep(retained("d/" + device + "/x" + topic, "x"));
      }
      keep(retained("d/" + device + "/temp", "x"));
    }
    RetainedCursor cursor = messages.cursor(subscription("d/+/temp"));
    assertThat(cursor).isNotNull();
    int found = 0;
    int steps = 0;
    while (!cursor.isDone()) {
      steps++;
      found += cursor.next(1) == null ? 0 : 1;
    }
    assertThat(found).isEqualTo(100);
    assertThat(steps).isLessThan(500);
  }

  private static Subscription subscription(String filter) {
    return new Subscription(filter, 1, false, false, 0, 0);
  }

  @Test
  void removesWhatMatches() {
    List.of("a/1", "a/2", "b/1").forEach(topic -> keep(retained(topic, "x")));
    assertThat(messages.remove("a/+")).isEqualTo(2);
    assertThat(messages.remove("a/+")).isZero();
    assertThat(found("#")).containsExactly("b/1");
  }

  @Test
  void aFeedHandsOutEverythingInTurnsAndAtItsPace() {
    IntStream.range(0, 1_000).forEach(i -> keep(retained("t/%04d".formatted(i), "x")));
    RetainedFeed feed = feed("t/#");
    List<String> got = new ArrayList<>();
    int pauses = 0;
    RetainedFeed.Step step = feed.next(nanos());
    while (!(step instanceof RetainedFeed.Step.Done)) {
      switch (step) {
        case RetainedFeed.Step.Next(Message message, _) -> got.add(message.topic());
        case RetainedFeed.Step.Pause() -> pauses++;
        case RetainedFeed.Step.Later(_), RetainedFeed.Step.Done() -> throw new AssertionError();
      }
      step = feed.next(nanos());
    }
    assertThat(got).hasSize(1_000).isSorted();
    assertThat(pauses).isEqualTo(1);
  }

  @Test
  void theDeliveryRateHoldsForASessionAndMayBeChanged() {
    messages = with(rated(null, perSecond(2)));
    IntStream.range(0, 4).forEach(i -> keep(retained("t/" + i, "x")));
    RetainedFeed feed = feed("t/#");
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Next.class);
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Next.class);
    assertThat(feed.next(nanos()))
        .isEqualTo(new RetainedFeed.Step.Later(nanos() + TimeUnit.MILLISECONDS.toNanos(500)));
    nowMillis += 500;
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Next.class);
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Later.class);
    messages.change(rated(null, null));
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Next.class);
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Done.class);
  }

  @Test
  void aFeedForgetsWhatIsUnsubscribedAndTellsWhatIsThereWhenItIsAsked() {
    keep(retained("a", "old"));
    keep(retained("b", "x"));
    RetainedFeed feed = feed("a", "b");
    keep(retained("a", "new"));
    feed.forget("b");
    assertThat(feed.next(nanos()))
        .isInstanceOfSatisfying(
            RetainedFeed.Step.Next.class,
            next -> assertThat(next.message().payload()).asString().isEqualTo("new"));
    assertThat(feed.next(nanos())).isInstanceOf(RetainedFeed.Step.Done.class);
  }

  private RetainedFeed feed(String... filters) {
    RetainedFeed feed = messages.feed();
    for (String filter : filters) {
      RetainedCursor cursor = messages.cursor(subscription(filter));
      assertThat(cursor).isNotNull();
      feed.add(cursor);
    }
    return feed;
  }

  @Test
  void sharedSubscriptionsGetNothingAndExclusiveOnesTheirTopic() {
    keep(retained("a", "x"));
    assertThat(messages.cursor(subscription("$share/g/a"))).isNull();
    assertThat(messages.cursor(subscription("$queue/a"))).isNull();
    assertThat(feed("$exclusive/a").next(nanos())).isInstanceOf(RetainedFeed.Step.Next.class);
  }

  @Test
  void whoWaitsIsToldWhenItIsStoredAndARestartFindsIt() {
    HeldStore store = new HeldStore();
    messages.open(store.writer(Runnable::run));
    CountingCustody custody = new CountingCustody(true);
    messages.keep(retained("a", "1"), custody);
    messages.keep(retained("b", "1"), custody);
    messages.keep(retained("a", ""), custody);
    messages.keep(retained("nothing", ""), custody);
    assertThat(custody.open).isEqualTo(3);
    store.commit();
    assertThat(custody.open).isZero();
    assertThat(restarted(store).matching("#").map(Message::topic)).containsExactly("b");
    messages.remove("#");
    store.commit();
    assertThat(restarted(store).count()).isZero();
  }

  @Test
  void whatExpiredWhileTheBrokerWasDownIsForgotten() {
    HeldStore store = new HeldStore();
    messages.open(store.writer(Runnable::run));
    keep(expiring("a", 10));
    keep(retained("b", "x"));
    store.commit();
    nowMillis += 20_000;
    RetainedMessages again = restarted(store);
    assertThat(again.count()).isEqualTo(1);
    assertThat(again.matching("#").map(Message::topic)).containsExactly("b");
  }

  private RetainedMessages restarted(HeldStore store) {
    RetainedMessages again = with(DEFAULTS);
    HeldStore after = store.afterCrash();
    after.load(
        new Store.Contents() {
          @Override
          public void session(StoredSession session) {
            throw new AssertionError("there are no sessions");
          }

          @Override
          public void retained(Message message) {
            again.load(message);
          }
        });
    again.open(after.writer(Runnable::run));
    return again;
  }

  @Test
  void qos0WaitsOnlyForADiskThatIsBehindAndNotWithoutEnd() {
    HeldStore store = new HeldStore();
    messages.open(store.writer(Runnable::run));
    CountingCustody custody = new CountingCustody(false);
    messages.keep(retained("a", "1"), custody);
    assertThat(custody.open).isZero();
    store.backlogged(true);
    messages.keep(retained("b", "1"), custody);
    assertThat(custody.open).isEqualTo(1);
    custody.impatient = true;
    messages.keep(retained("c", "1"), custody);
    assertThat(custody.open).isEqualTo(1);
    assertThat(found("#")).containsExactly("a", "b");
    assertThat(counters.value(Metric.RETAINED_UNSTORED)).isEqualTo(1);
  }

  @Test
  void afterTheCloseNothingIsStored() {
    HeldStore store = new HeldStore();
    messages.open(store.writer(Runnable::run));
    messages.close();
    keep(retained("a", "1"));
    assertThat(store.held()).isZero();
  }

  private static final class CountingCustody implements Custody {

    private final boolean awaited;
    private int open;
    private boolean impatient;

    private CountingCustody(boolean awaited) {
      this.awaited = awaited;
    }

    @Override
    public void defer() {
      open++;
    }

    @Override
    public void release() {
      open--;
    }

    @Override
    public void refuse(int reasonCode, String reason) {
      throw new AssertionError("nothing is refused");
    }

    @Override
    public boolean isAwaited() {
      return awaited;
    }

    @Override
    public boolean isImpatient() {
      return impatient;
    }
  }
}
