package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Topic aliases that the server sets on one connection (MQTT 5, 3.3.2.3.4). A topic may stand in
 * one of a few places that its hash gives; one that finds all of them taken goes without an alias
 * once, and takes the place of a topic that was not sent since. So topics that are sent often keep
 * their aliases while others pass, and a question costs a few comparisons and no object.
 *
 * <p>On the connection's event loop. The array comes with the first topic.
 */
public final class OutboundAliases {

  /** What to write for a topic: the topic itself and no alias. */
  public static final int NONE = 0;

  /** An alias in a packet. */
  public static final int BYTES = 3;

  /** More aliases than this are not used, however many a client takes. */
  static final int USED_MAX = 256;

  private static final int PLACES = 4;

  private final int max;
  private @Nullable String @Nullable [] topics;
  private boolean[] recent = new boolean[0];

  /**
   * @param clientMax Topic Alias Maximum of the CONNECT, 0 if it had none ([MQTT-3.1.2-27])
   */
  public OutboundAliases(int clientMax) {
    this.max = Math.min(clientMax, USED_MAX); // [MQTT-3.1.2-26], [MQTT-3.3.2-11]
  }

  /**
   * How to write a topic in a PUBLISH that will be sent for certain: the client must have read the
   * topic before its alias stands alone.
   *
   * @return {@link #NONE}; or an alias with which the topic is written; or, negative, an alias that
   *     the client knows already, so that an empty topic is written with it
   */
  public int use(String topic) {
    if (max == 0) {
      return NONE;
    }
    @Nullable String[] known = topics;
    if (known == null) {
      known = new @Nullable String[max];
      topics = known;
      recent = new boolean[max];
    }
    int first = Math.floorMod((topic.hashCode() * 0x9E3779B9) >>> 7, max);
    int free = -1;
    int places = Math.min(PLACES, max);
    for (int n = 0; n < places; n++) {
      int place = (first + n) % max;
      String held = known[place];
      if (topic.equals(held)) {
        recent[place] = true;
        return -(place + 1);
      }
      if (free < 0 && (held == null || !recent[place])) {
        free = place;
      }
    }
    return free < 0 ? age(first, places) : take(known, free, topic);
  }

  private int take(@Nullable String[] known, int place, String topic) {
    known[place] = topic;
    recent[place] = true;
    return place + 1;
  }

  /** All were sent since somebody last asked for room here: from now on they must be sent again. */
  private int age(int first, int places) {
    for (int n = 0; n < places; n++) {
      recent[(first + n) % max] = false;
    }
    return NONE;
  }
}
