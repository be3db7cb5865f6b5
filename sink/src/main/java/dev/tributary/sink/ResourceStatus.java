package dev.tributary.sink;

import java.util.Locale;

/** The state of a connector or action as REST shows it. */
public enum ResourceStatus {
  CONNECTING,
  CONNECTED,
  DISCONNECTED,
  STOPPED,
  INCONSISTENT;

  /** The name in REST answers. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
