package dev.tributary.rule.engine;

/** What a rule does with each of its outputs. */
public sealed interface RuleAction {

  /** Hands a record to the action of that id, which may come and go while the rule lives. */
  record Sink(String actionId) implements RuleAction {}

  /** Publishes the output as an MQTT message. */
  record Republish(RepublishSpec spec) implements RuleAction {}

  /** Prints the output on the server's console, for trying rules by hand. */
  record Console() implements RuleAction {}

  /**
   * An action named by a text, such as {@code kinesis:my_action}.
   *
   * @throws RuleRefusedException if the text is not {@code type:name}
   */
  static RuleAction reference(String actionId) {
    if (!ActionReferences.isValid(actionId)) {
      throw new RuleRefusedException(
          "actions",
          "holds '" + Excerpt.of(actionId) + "'",
          "type:name, such as kinesis:my_action, with up to 255 letters, digits, '_' and '-'");
    }
    return new Sink(actionId);
  }

  /**
   * An action that is built into the engine and needs no arguments, by the value of {@code
   * function}.
   *
   * @throws RuleRefusedException if there is no such function, or it cannot do without arguments
   */
  static RuleAction function(String name) {
    if (name.equals("console")) {
      return new Console();
    }
    if (name.equals("republish")) {
      throw new RuleRefusedException("actions.args", "is missing", "topic at least");
    }
    throw new RuleRefusedException(
        "actions.function",
        "is '" + Excerpt.of(name) + "', which is unknown",
        "console, republish");
  }
}
