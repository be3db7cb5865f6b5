package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;

/** One action of one rule, bound and ready. */
interface ActionCall {

  /** Does it. Counts how the call ends; never throws. */
  void perform(Value.Map output, Trigger trigger, Receipt receipt);

  /** {@code type:name}, or the name of a function. */
  String name();

  /** What {@link #perform} would send, field by field. Sends and counts nothing. */
  Value.Map rendered(Value.Map output, Trigger trigger) throws RefusedException;

  /** Nothing can be made of the output; the message says why. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }
}
