package dev.tributary.sink;

/**
 * What the publisher of a message is waiting for: every party that must hold the message calls
 * {@link #expect} once and then exactly one of {@link #held} and {@link #refused}.
 *
 * <p>{@code expect} is called on the thread that submits; the other two on any thread, and possibly
 * before the submitting call has returned.
 */
public interface Receipt {

  /** Nobody waits: messages made by the server itself, tests of rules. */
  Receipt NONE =
      new Receipt() {
        @Override
        public void expect() {}

        @Override
        public void held() {}

        @Override
        public void refused(Refusal refusal, String reason) {}

        @Override
        public boolean isAwaited() {
          return false;
        }
      };

  /** One more party must hold the message before its publisher may hear of it. */
  void expect();

  /** That party holds the message. */
  void held();

  /**
   * That party will never hold the message.
   *
   * @param reason for the publisher's log: what was wrong and what would be right
   */
  void refused(Refusal refusal, String reason);

  /**
   * Whether the publisher hears when the message is held (QoS 1 and 2). If not, the message is held
   * as soon as there is room for it: only back-pressure keeps its publisher waiting.
   */
  default boolean isAwaited() {
    return true;
  }

  /**
   * Whether the publisher has been held back for longer than it may be: its message is dropped
   * rather than waits (any longer) for room. May turn true at any time. Any thread.
   */
  default boolean isImpatient() {
    return false;
  }
}
