package dev.tributary.management.internal.pipeline;

import java.util.List;

/** A change that was not made, and why. */
public final class ChangeRefused extends Exception {

  private static final long serialVersionUID = 1L;

  /** What one can do about it. */
  public enum Reason {
    NOT_FOUND,
    ALREADY_EXISTS,
    /** The definition is not valid. */
    INVALID,
    /** Others depend on it. */
    IN_USE,
    /** It is there but does not work. */
    NOT_WORKING
  }

  private final Reason reason;
  private final transient List<String> rules;
  private final transient List<String> actions;

  private ChangeRefused(Reason reason, String message, List<String> rules, List<String> actions) {
    super(message);
    this.reason = reason;
    this.rules = List.copyOf(rules);
    this.actions = List.copyOf(actions);
  }

  public static ChangeRefused of(Reason reason, String message) {
    return new ChangeRefused(reason, message, List.of(), List.of());
  }

  /** An action that rules send to or that other actions fall back to. */
  static ChangeRefused inUse(String message, List<String> rules, List<String> actions) {
    return new ChangeRefused(Reason.IN_USE, message, rules, actions);
  }

  public Reason reason() {
    return reason;
  }

  /** The rules that use it; empty unless that is the reason. */
  public List<String> rules() {
    return rules;
  }

  /** The actions that fall back to it; empty unless that is the reason. */
  public List<String> actions() {
    return actions;
  }
}
