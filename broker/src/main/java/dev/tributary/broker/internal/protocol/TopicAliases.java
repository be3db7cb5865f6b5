package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/** Topic aliases that one client has set on one connection; the array comes with the first. */
public final class TopicAliases {

  private final int max;
  private @Nullable String @Nullable [] topics;

  public TopicAliases(int max) {
    this.max = max;
  }

  boolean isAllowed(long alias) {
    return alias >= 1 && alias <= max;
  }

  void set(int alias, String topic) {
    @Nullable String[] known = topics;
    if (known == null) {
      known = new @Nullable String[max + 1];
      topics = known;
    }
    known[alias] = topic;
  }

  @Nullable String topic(int alias) {
    return topics == null ? null : topics[alias];
  }
}
