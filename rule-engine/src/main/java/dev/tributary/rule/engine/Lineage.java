package dev.tributary.rule.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a message came about that the server itself made: the rules whose outputs led to it, one out
 * of the other, and the way around an action that could not deliver. It travels with the message
 * through the broker, so that nothing that rules make can go round in circles: not by messages, nor
 * by the events that messages bring about. Any thread.
 *
 * <p>A line is bounded in length, and in how many messages may come out of its first: rules that
 * each republish everything would otherwise make millions of one, without any circle.
 */
public final class Lineage {
  /** More rules in a row than anybody builds on purpose; the next one may not republish. */
  public static final int RULES_MAX = 8;

  /** Messages that may come out of one that a rule has republished. */
  public static final int MESSAGES_MAX = 10_000;

  /** What a client has published, and what nobody has. */
  public static final Lineage NONE = new Lineage(List.of(), null);

  private final List<String> rules;
  private final @Nullable Detour detour;
  private final AtomicInteger messages;

  Lineage(List<String> rules, @Nullable Detour detour) {
    this(rules, detour, new AtomicInteger());
  }

  private Lineage(List<String> rules, @Nullable Detour detour, AtomicInteger messages) {
    this.rules = List.copyOf(rules);
    this.detour = detour;
    this.messages = messages;
  }

  /** What the fallback of an action has published. */
  public static Lineage of(Detour detour) {
    return new Lineage(List.of(detour.ruleId()), detour);
  }

  /** The rules, oldest first, each once; empty for what a client sent. */
  public List<String> rules() {
    return rules;
  }

  /** Not null if a fallback has published the message, or one of those before it. */
  public @Nullable Detour detour() {
    return detour;
  }

  /** The rule that made the message, empty if none did: rules see it as the message's client. */
  public String maker() {
    return rules.isEmpty() ? "" : rules.getLast();
  }

  /** Why this rule may not republish what it makes of the message; null if it may. */
  @Nullable String endsBefore(String ruleId) {
    if (rules.contains(ruleId)) {
      return "it came out of this rule itself, by way of " + rules;
    }
    if (rules.size() >= RULES_MAX) {
      return "it has passed " + RULES_MAX + " rules: " + rules;
    }
    return messages.get() >= MESSAGES_MAX
        ? "one message has become " + MESSAGES_MAX + " on the way through " + rules
        : null;
  }

  /** The lineage of what this rule makes of the message. */
  Lineage then(String ruleId) {
    if (rules.isEmpty()) {
      return new Lineage(List.of(ruleId), detour);
    }
    messages.incrementAndGet();
    List<String> longer = new ArrayList<>(rules);
    longer.add(ruleId);
    return new Lineage(longer, detour, messages);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Lineage that
        && rules.equals(that.rules)
        && Objects.equals(detour, that.detour);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules, detour);
  }

  @Override
  public String toString() {
    return rules + (detour == null ? "" : " around " + detour.actionId());
  }
}
