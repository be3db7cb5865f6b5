package dev.tributary.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Warms a subject up and measures it. */
final class Rounds {

  private static final int WARM_UP_MIN = 2;
  private static final int WARM_UP_MAX = 8;

  /** The compilers are done when a round is no longer this much cheaper than the one before. */
  private static final double STILL_WARMING = 0.97;

  private final long messages;
  private final int rounds;
  private final Progress progress;

  /**
   * @param messages in a round
   * @param rounds after warm-up
   */
  Rounds(long messages, int rounds, Progress progress) {
    this.messages = messages;
    this.rounds = rounds;
    this.progress = progress;
  }

  List<Round> of(Subject subject, String title) {
    warmUp(subject, title);
    List<Round> measured = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      measured.add(round(subject, title, "round " + i));
    }
    return measured;
  }

  void warmUp(Subject subject, String title) {
    double before = Double.MAX_VALUE;
    for (int i = 1; i <= WARM_UP_MAX; i++) {
      double now = round(subject, title, "warm-up " + i).cpuMicros();
      if (i >= WARM_UP_MIN && now > before * STILL_WARMING) {
        break;
      }
      before = now;
    }
  }

  Round round(Subject subject, String title, String what) {
    Duration cpu = subject.measured().cpu();
    long start = System.nanoTime();
    Map<String, Double> others = subject.pass(messages);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Round round = new Round(messages, took, subject.measured().cpu().minus(cpu), others);
    progress.say(
        "%s, %s: %.0f messages/s, %.2f µs CPU a message"
            .formatted(title, what, round.perSecond(), round.cpuMicros()));
    return round;
  }
}
