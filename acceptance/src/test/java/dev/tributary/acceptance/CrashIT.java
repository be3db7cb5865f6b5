package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.acceptance.DeliveredCopies.Copy;
import dev.tributary.acceptance.StubbornPublisher.Message;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.Fault;
import dev.tributary.testkit.Fault.RecordError;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real process is killed with SIGKILL again and again under load, with its buffer on disk:
 * whatever it has acknowledged comes to the stream, in order per key. {@code -Dcrash.seed=N} kills
 * at the same moments again, as far as a machine can.
 */
class CrashIT {
  private static final int KILLS_UNDER_LOAD = 50;

  /** Further kills, while the process is starting and recovers its buffer. */
  private static final int KILLS_AT_START = 6;

  private static final int PUBLISHERS = 6;
  private static final int TOPICS_PER_PUBLISHER = 5;
  private static final int WINDOW = 16;
  private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(4);

  /**
   * How long before a kill a delivery may have been forgotten by it: the read position is written
   * four times a second, and the machine may be slow.
   */
  private static final Duration FORGOTTEN_MAX = Duration.ofMillis(2_500);

  @RegisterExtension final Workbench bench = new Workbench();

  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  private final AtomicReference<InetSocketAddress> address = new AtomicReference<>();
  private final List<StubbornPublisher> publishers = new ArrayList<>();

  /** When each process was killed, in the order of their starts. */
  private final List<Long> kills = new ArrayList<>();

  private final Set<Integer> lostAnswers = ConcurrentHashMap.newKeySet();
  private FakeKinesis kinesis;
  private int starts;
  private Weather weather = Weather.CALM;

  /** What Kinesis does between two kills. */
  private enum Weather {
    CALM,
    THROTTLED,
    LOSES_ANSWERS,
    FAILS,
    AWAY
  }

  @Test
  void whatWasAcknowledgedIsDeliveredInOrderHoweverOftenTheProcessIsKilled() {
    System.out.println("CrashIT: seed " + seed + " (-Dcrash.seed=" + seed + ")");
    kinesis = bench.fakeKinesis(Configurations.STREAM, 4);
    RunningTributary tributary = start();
    startPublishers();
    for (int i = 0; i < KILLS_UNDER_LOAD; i++) {
      change(Weather.values()[random.nextInt(Weather.values().length)]);
      letRun(tributary);
      kill(tributary.program());
      if (i % (KILLS_UNDER_LOAD / KILLS_AT_START) == 1) {
        killWhileStarting();
      }
      tributary = start();
    }
    change(Weather.CALM);
    Map<String, Integer> published = new HashMap<>();
    publishers.forEach(publisher -> published.putAll(publisher.finish()));
    RestClient rest = tributary.admin();
    Await.until(
        () -> "everything is delivered: " + rest.counters(Configurations.ACTION),
        Duration.ofMinutes(3),
        () -> isIdle(rest.counters(Configurations.ACTION)));
    tributary.stop();

    DeliveredCopies delivered = DeliveredCopies.in(kinesis);
    delivered.assertAllInOrder(published);
    explainRepeats(delivered, published.values().stream().mapToInt(n -> n).sum());
  }

  /**
   * Each process signs with a key of its own: a request that had arrived when its sender was killed
   * is stored later, and yet belongs to the former.
   */
  private String configuration() {
    return Configurations.pipeline(
            kinesis.endpoint(),
            "${topic}",
            "ordering = strict",
            """
            buffer_mode = disk, acknowledge = buffered, buffer_seg_bytes = 256KB
            buffer_memory_bytes = 256KB, worker_pool_size = 4, resume_interval = 200ms
            """)
        .replace("aws_access_key_id = \"test\"", "aws_access_key_id = \"" + starts++ + "\"");
  }

  /** Of the process that sent it. */
  private static int life(Copy copy) {
    return Integer.parseInt(copy.accessKeyId());
  }

  private RunningTributary start() {
    RunningTributary tributary = bench.tributary(configuration());
    address.set(tributary.mqtt());
    return tributary;
  }

  private void startPublishers() {
    for (int i = 0; i < PUBLISHERS; i++) {
      publishers.add(
          bench
              .closing(
                  new StubbornPublisher(
                      address::get,
                      "crash-" + i,
                      TOPICS_PER_PUBLISHER,
                      WINDOW,
                      100,
                      PUBLISH_INTERVAL))
              .start());
    }
  }

  /** Until a random moment: most soon after the start, when recovery and new load meet. */
  private void letRun(RunningTributary tributary) {
    long since = System.nanoTime();
    int before = acknowledged();
    long nanos = TimeUnit.MILLISECONDS.toNanos(moment());
    Await.until(
        () -> "messages are acknowledged\n" + tributary.program().story(),
        Duration.ofMinutes(2),
        () -> {
          publishers.forEach(StubbornPublisher::check);
          return acknowledged() > before && System.nanoTime() - since >= nanos;
        });
  }

  private long moment() {
    return random.nextInt(8) == 0 ? random.nextLong(1_500, 4_000) : random.nextLong(0, 900);
  }

  private void kill(Program program) {
    program.kill();
    kills.add(System.nanoTime());
    Program.Finished _ = program.finished();
    if (weather == Weather.AWAY) {
      kinesis.restart();
      weather = Weather.CALM;
    }
  }

  private void killWhileStarting() {
    Program program = bench.launch(configuration(), Map.of());
    long since = System.nanoTime();
    long nanos = TimeUnit.MILLISECONDS.toNanos(random.nextLong(300, 1_800));
    Await.until("a moment of the start has come", () -> System.nanoTime() - since >= nanos);
    kill(program);
  }

  private void change(Weather next) {
    weather = next;
    kinesis.script().clear();
    switch (next) {
      case CALM -> {
        // as it is after clear()
      }
      case THROTTLED ->
          kinesis
              .script()
              .always(
                  Fault.records((request, index, _, _) ->
                      (request * 31 + index) % 3 == 0
                          ? Optional.of(RecordError.THROTTLED)
                          : Optional.empty()));
      case LOSES_ANSWERS ->
          kinesis
              .script()
              .perRequest(request ->
                  request.number() % 4 == 0 ? loseAnswer(request.number()) : Fault.none());
      case FAILS ->
          kinesis
              .script()
              .perRequest(
                  request -> request.number() % 3 == 0 ? Fault.internalFailure() : Fault.none());
      case AWAY -> kinesis.stop();
    }
  }

  private Fault loseAnswer(int request) {
    lostAnswers.add(request);
    return Fault.resetAfterStoring();
  }

  private int acknowledged() {
    return publishers.stream().mapToInt(StubbornPublisher::acknowledged).sum();
  }

  private static boolean isIdle(ActionCounters counters) {
    counters.assertBalanced();
    assertThat(counters.failed() + counters.dropped() + counters.lateReply()).isZero();
    return counters.queuing() + counters.inflight() == 0;
  }

  private void explainRepeats(DeliveredCopies delivered, int messages) {
    Map<Message, List<Copy>> repeated = delivered.repeated();
    int repeats = repeated.values().stream().mapToInt(copies -> copies.size() - 1).sum();
    int publishedAgain =
        repeated.entrySet().stream()
            .mapToInt(entry -> Math.min(entry.getValue().size(), sends(entry.getKey())) - 1)
            .sum();
    System.out.printf(
        "CrashIT: %d messages, %d kills, %d repeats: %d were published again, %d had their answer"
            + " lost or forgotten%n",
        messages, kills.size(), repeats, publishedAgain, repeats - publishedAgain);
    List<String> unexplained = new ArrayList<>();
    repeated.forEach((message, copies) -> {
      if (!isExplained(message, copies)) {
        unexplained.add(story(message, copies));
      }
    });
    assertThat(unexplained).as("repeats without a reason, seed %d", seed).isEmpty();
    assertThat(kills).hasSizeGreaterThanOrEqualTo(KILLS_UNDER_LOAD);
  }

  /**
   * Within one life of the process a message comes as often as it was published, and once more for
   * each answer that was lost. A later life repeats what the kill has made forgotten.
   */
  private boolean isExplained(Message message, List<Copy> copies) {
    int again = sends(message) - 1;
    int inThisLife = 0;
    int remembered = 0;
    for (int i = 1; i < copies.size(); i++) {
      Copy copy = copies.get(i - 1);
      Copy next = copies.get(i);
      boolean isLost = lostAnswers.contains(copy.request());
      if (life(copy) != life(next)) {
        inThisLife = 0;
        remembered += isLost || isForgotten(copy) ? 0 : 1;
      } else {
        inThisLife += isLost ? 0 : 1;
      }
      if (inThisLife > again || remembered > again) {
        return false;
      }
    }
    return true;
  }

  private String story(Message message, List<Copy> copies) {
    StringBuilder story =
        new StringBuilder("%s published %d times:".formatted(message, sends(message)));
    for (Copy copy : copies) {
      story.append(
          " request %d of process %d%s%s;"
              .formatted(
                  copy.request(),
                  life(copy),
                  beforeKill(copy)
                      .map(time -> ", %d ms before its kill".formatted(time.toMillis()))
                      .orElse(""),
                  lostAnswers.contains(copy.request()) ? " (answer lost)" : ""));
    }
    return story.toString();
  }

  private int sends(Message message) {
    return publishers.stream().mapToInt(publisher -> publisher.sends(message) - 1).sum() + 1;
  }

  /**
   * Negative if it arrived when its sender was dead; empty for the last one, which ended itself.
   */
  private Optional<Duration> beforeKill(Copy copy) {
    return life(copy) < kills.size()
        ? Optional.of(Duration.ofNanos(kills.get(life(copy)) - copy.arrivedNanos()))
        : Optional.empty();
  }

  private boolean isForgotten(Copy copy) {
    return beforeKill(copy).filter(time -> time.compareTo(FORGOTTEN_MAX) < 0).isPresent();
  }
}
