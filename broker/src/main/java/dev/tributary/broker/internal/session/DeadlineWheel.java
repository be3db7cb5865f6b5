package dev.tributary.broker.internal.session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop, as a hashed wheel: a million of them cost one task, and watching
 * or forgetting one is a few writes. Entries are linked through the residents themselves. What is
 * due beyond one turn of the wheel waits in the farthest slot and is put on from there. Plain
 * state, owned by the loop.
 */
final class DeadlineWheel {

  private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);

  /** How often {@link #advance} is worth calling. */
  static final long SLOT_NANOS = 500_000_000L;

  private static final int SLOTS = 512;

  /** After a failure, so that one that always fails does not fill the log. */
  private static final long AFTER_FAILURE_NANOS = 20 * SLOT_NANOS;

  private final DeadlineLink[] slots = new DeadlineLink[SLOTS];
  private final DeadlineLink visited = new DeadlineLink();
  private long slotNow;

  DeadlineWheel(long nowNanos) {
    slotNow = slot(nowNanos);
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new DeadlineLink();
    }
  }

  /** In place of its earlier deadline if this one is sooner. */
  void watch(Resident resident, long deadlineNanos) {
    if (deadlineNanos == Resident.NONE) {
      return;
    }
    if (!resident.isAlone()) {
      if (resident.dueNanos() - deadlineNanos <= 0) {
        return;
      }
      resident.leave();
    }
    resident.dueAt(deadlineNanos);
    place(resident);
  }

  void forget(Resident resident) {
    resident.leave();
  }

  /** Calls everyone whose deadline has come. Whoever is called may watch and forget anyone. */
  void advance(long nowNanos) {
    long last = slotNow;
    slotNow = Math.max(last, slot(nowNanos));
    long turn = Math.min(slotNow - last, SLOTS - 1);
    // The slot of now is visited again next time: some of it may not be due yet.
    for (long slot = slotNow - turn; slot <= slotNow; slot++) {
      visit(slots[index(slot)], nowNanos);
    }
  }

  private void visit(DeadlineLink slot, long nowNanos) {
    visited.takeFrom(slot);
    while (!visited.isAlone()) {
      Resident resident = (Resident) visited.after();
      resident.leave();
      if (resident.dueNanos() - nowNanos <= 0) {
        watch(resident, call(resident, nowNanos));
      } else {
        place(resident);
      }
    }
  }

  private static long call(Resident resident, long nowNanos) {
    try {
      return resident.onDeadline(nowNanos);
    } catch (RuntimeException e) {
      // The deadlines of all others on this loop must not end with it.
      LOG.error("a deadline of {} failed", resident, e);
      return nowNanos + AFTER_FAILURE_NANOS;
    }
  }

  private void place(Resident resident) {
    long slot = slot(resident.dueNanos());
    long within = Math.clamp(slot, slotNow, slotNow + SLOTS - 1);
    slots[index(within)].append(resident);
  }

  private static long slot(long nanos) {
    return Math.floorDiv(nanos, SLOT_NANOS);
  }

  private static int index(long slot) {
    return (int) slot & (SLOTS - 1);
  }
}
