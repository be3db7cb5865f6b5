package dev.tributary.management.internal.banned;

import dev.tributary.broker.Ban;

/**
 * One line of the list.
 *
 * @param ban who, and until when
 * @param by who banned
 * @param atMillis since when, milliseconds since 1970
 */
public record BannedEntry(Ban ban, String by, String reason, long atMillis) {

  /** Whether it bans nobody any more. */
  public boolean isOver(long nowMillis) {
    return ban.untilMillis() <= nowMillis;
  }
}
