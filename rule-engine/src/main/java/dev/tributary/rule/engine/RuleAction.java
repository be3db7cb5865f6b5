package dev.tributary.rule.engine;

/** What a rule does with each of its outputs. */
public sealed interface RuleAction {

  /** Hands a record to the action of that id, which may come and go while the rule lives. */
  record Sink(String actionId) implements RuleAction {}

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
   * An action that is built into the engine, by the value of {@code function}.
   *
   * @throws RuleRefusedException if there is no such function, or not in this version
   */
  static RuleAction function(String name) {
    if (name.equals("console")) {
      return new Console();
    }
    String problem =
        name.equals("republish")
            ? "is 'republish', which is not part of this version"
            : "is '" + Excerpt.of(name) + "', which is unknown";
    throw new RuleRefusedException("actions.function", problem, "console");
  }
}
