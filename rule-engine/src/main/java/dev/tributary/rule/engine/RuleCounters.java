package dev.tributary.rule.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what one rule does. Any thread; each message and each output is one addition. What can be
 * computed from other figures ({@code matched}) is not counted, so that sums always hold.
 */
final class RuleCounters {
  private final LongAdder passed = new LongAdder();
  private final LongAdder exception = new LongAdder();
  private final LongAdder noResult = new LongAdder();
  private final LongAdder actions = new LongAdder();
  private final LongAdder success = new LongAdder();
  private final LongAdder outOfService = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder discarded = new LongAdder();
  private final RateMeter rate = new RateMeter();

  // A reset remembers where it was instead of clearing adders that others add to meanwhile.
  private volatile Totals base = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

  private record Totals(
      long passed,
      long exception,
      long noResult,
      long actions,
      long success,
      long outOfService,
      long unknown,
      long discarded) {}

  void passed() {
    passed.increment();
  }

  void exception() {
    exception.increment();
  }

  void noResult() {
    noResult.increment();
  }

  void actions(long calls) {
    actions.add(calls);
  }

  void success() {
    success.increment();
  }

  void outOfService() {
    outOfService.increment();
  }

  void unknown() {
    unknown.increment();
  }

  void discarded() {
    discarded.increment();
  }

  /** Called about once a second by whoever owns the engine. */
  void sampleRate(long nowMillis) {
    rate.sample(passed.sum() + exception.sum() + noResult.sum(), nowMillis);
  }

  void reset() {
    base = totals();
    rate.reset();
  }

  RuleMetrics snapshot() {
    Totals from = base;
    Totals to = totals();
    RateMeter.Rates rates = rate.rates();
    return new RuleMetrics(
        to.passed - from.passed,
        to.exception - from.exception,
        to.noResult - from.noResult,
        to.actions - from.actions,
        to.success - from.success,
        to.outOfService - from.outOfService,
        to.unknown - from.unknown,
        to.discarded - from.discarded,
        rates.now(),
        rates.max(),
        rates.last5m());
  }

  /**
   * What follows is read before what it follows from: whoever looks while messages pass finds no
   * more outcomes than calls, and no more calls than messages.
   */
  private Totals totals() {
    long ofSuccess = success.sum();
    long ofOutOfService = outOfService.sum();
    long ofUnknown = unknown.sum();
    long ofDiscarded = discarded.sum();
    long ofActions = actions.sum();
    return new Totals(
        passed.sum(),
        exception.sum(),
        noResult.sum(),
        ofActions,
        ofSuccess,
        ofOutOfService,
        ofUnknown,
        ofDiscarded);
  }
}
