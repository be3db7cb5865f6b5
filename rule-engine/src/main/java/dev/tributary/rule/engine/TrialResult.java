package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import java.util.List;

/** What came of running a real rule on a made-up message or event. */
public sealed interface TrialResult {

  /**
   * The rule made outputs of it; a FOREACH possibly none.
   *
   * @param actions each output at each action, output by output, in the order in which they run
   */
  record Ran(List<Value.Map> outputs, boolean foreach, List<AtAction> actions)
      implements TrialResult {
    public Ran {
      outputs = List.copyOf(outputs);
      actions = List.copyOf(actions);
    }
  }

  /** FROM does not name the event, or the topic of the message, or WHERE does not hold. */
  record NoMatch() implements TrialResult {}

  /** The context is wrong, or the SQL failed on it; the message is for people. */
  record Failed(String message) implements TrialResult {}

  /** One output at one action. */
  sealed interface AtAction {

    /** {@code type:name}, {@code republish} or {@code console}. */
    String action();
  }

  /** What would be sent; nothing was. */
  record Rendered(String action, Value.Map fields) implements AtAction {}

  /** What was handed to the action. How it ends is counted there, and not known here. */
  record Submitted(String action, Value.Map fields) implements AtAction {}

  /** Nothing can be sent; the reason is for people. */
  record Refused(String action, String reason) implements AtAction {}
}
