package dev.tributary.rule.engine;

import dev.tributary.sink.Source;
import org.jspecify.annotations.Nullable;

/** What made a rule run, as far as its actions must know. */
interface Trigger {

  /** Milliseconds since 1970. */
  long createdAtMillis();

  /** Where records of that rule come from. */
  Source source(String ruleId);

  /** Not null if a fallback has published the message. */
  @Nullable Detour detour();

  /** Something without topic and client. */
  record Unnamed(long createdAtMillis) implements Trigger {
    @Override
    public Source source(String ruleId) {
      return new Source(ruleId, "", "");
    }

    @Override
    public @Nullable Detour detour() {
      return null;
    }
  }
}
