package dev.tributary.testkit.simulation;

import dev.tributary.sink.Fallback;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** Takes over what one process could not deliver; says so at once, or some time later. */
final class Takers implements Fallback {

  private final Messages messages;
  private final SimulatedProcess process;
  private final SplittableRandom random;
  private final ArrayDeque<Receipt> undecided = new ArrayDeque<>();
  private boolean prompt;

  Takers(Messages messages, SimulatedProcess process, SplittableRandom random) {
    this.messages = messages;
    this.process = process;
    this.random = random;
  }

  @Override
  public void takeOver(SinkRecord record, Outcome outcome, Receipt receipt) {
    if (process.isDead()) {
      return;
    }
    Message message = messages.of(record);
    process.require(
        outcome instanceof Outcome.Failed || outcome instanceof Outcome.Dropped,
        () -> "taken over, but " + outcome + ": " + message);
    message.givenUp = outcome;
    process.trace().say(() -> "  taken over " + message);
    receipt.expect();
    if (prompt || random.nextBoolean()) {
      receipt.held();
    } else {
      undecided.add(receipt);
    }
  }

  /** One more says that it holds its record. */
  void decideOne() {
    Receipt receipt = undecided.pollFirst();
    if (receipt != null) {
      receipt.held();
    }
  }

  /** All do, from now on at once. */
  void decideAll() {
    prompt = true;
    while (!undecided.isEmpty()) {
      decideOne();
    }
  }
}
