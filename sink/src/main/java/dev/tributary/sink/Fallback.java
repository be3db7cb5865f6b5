package dev.tributary.sink;

/** Takes over what an action could not deliver. */
@FunctionalInterface
public interface Fallback {

  /** Nobody takes over. */
  Fallback NONE = (record, outcome, receipt) -> {};

  /**
   * Called once per record that ended otherwise than delivered. Must not block.
   *
   * @param outcome {@link Outcome.Failed} or {@link Outcome.Dropped}
   * @param receipt each taker expects it once and says when it holds the record: until then the
   *     record is not forgotten by the buffer that it came from
   */
  void takeOver(SinkRecord record, Outcome outcome, Receipt receipt);
}
