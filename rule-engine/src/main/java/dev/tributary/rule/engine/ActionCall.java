package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Receipt;

/** One action of one rule, bound and ready. Counts how each call ends; never throws. */
interface ActionCall {
  void perform(Value.Map output, Trigger trigger, Receipt receipt);
}
