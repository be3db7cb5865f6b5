package dev.tributary.testkit.simulation;

import dev.tributary.sink.Acknowledge;
import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferMode;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Overflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What publishers and rules have heard of one process, and whether its counters say the same. */
final class Tally {

  private final Violations violations;
  private final List<Publication> heldForDelivery = new ArrayList<>();
  private long submitted;
  private long delivered;
  private long failed;
  private long dropped;
  private long keptRecords;
  private long keptBytes;

  Tally(Violations violations) {
    this.violations = violations;
  }

  void submitted() {
    submitted++;
  }

  void held(Publication publication, boolean finished) {
    if (publication.isHeldForDelivery()) {
      heldForDelivery.add(publication);
    }
    if (!finished) {
      kept(publication, 1);
    }
  }

  void finished(Publication publication, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> delivered++;
      case Outcome.Failed _ -> failed++;
      case Outcome.Dropped _ -> dropped++;
      case Outcome.Retry _ -> throw new AssertionError("not final");
    }
    if (publication.isHeld()) {
      kept(publication, -1);
    }
  }

  private void kept(Publication publication, int sign) {
    keptRecords += sign;
    keptBytes += (long) sign * publication.message.bytes();
  }

  /**
   * Conservation. Records that came back from the disk or from dead letters are matched too, and
   * nobody hears of them: with them the counters may be higher.
   */
  void check(ActionMetrics m) {
    long underWay = m.inflight() + m.queuing();
    long ended = m.success() + m.lateReply() + m.failed() + m.dropped();
    long others = m.matched() - submitted;
    require(others >= 0, m, () -> "fewer matched than the " + submitted + " submitted");
    require(m.matched() == ended + underWay, m, () -> "records are lost or counted twice");
    require(m.inflight() >= 0 && m.queuing() >= 0 && m.queuingBytes() >= 0, m, () -> "negative");
    require(
        (m.queuing() == 0) == (m.queuingBytes() == 0),
        m,
        () -> "bytes queued and records do not fit");
    within(delivered, m.success() + m.lateReply(), others, m, "delivered");
    within(failed, m.failed(), others, m, "failed");
    within(dropped, m.dropped(), others, m, "dropped");
  }

  private void within(long heard, long counted, long others, ActionMetrics m, String what) {
    require(
        heard <= counted && counted <= heard + others,
        m,
        () -> counted + " " + what + " are counted; " + heard + " were heard of");
  }

  /** What is in the buffer, as far as publishers know. */
  void checkBounds(ActionSettings settings, boolean shrunk) {
    boolean known =
        settings.buffer().mode() == BufferMode.MEMORY_ONLY
            && settings.buffer().overflow() != Overflow.DROP_OLDEST
            && settings.buffer().acknowledge() != Acknowledge.DELIVERED;
    violations.require(
        !known || shrunk || keptRecords < 2 || keptBytes <= settings.buffer().bytesMax(),
        () -> keptBytes + " bytes in a buffer of " + settings.buffer().bytesMax());
  }

  /** Whoever was told to wait for the delivery has waited for it. */
  void checkDeliveries() {
    for (Publication each : heldForDelivery) {
      violations.require(
          each.message.stored > 0 || each.message.givenUp != null,
          () -> "acknowledged before it was delivered: " + each.message);
    }
    heldForDelivery.clear();
  }

  private void require(boolean holds, ActionMetrics metrics, Supplier<String> what) {
    violations.require(holds, () -> what.get() + ": " + metrics);
  }
}
