package dev.tributary.broker.internal.routing;

/**
 * One level of a topic, looked at where it stands instead of copied out. Its hash is made only when
 * a table is asked, and depends on a secret: whoever chooses topic filters cannot choose those that
 * meet in one place of a table. For one thread.
 */
final class Level {

  private static final int FACTOR = 0x9E37_79B1;

  private final String topic;
  private final int secret;
  private int from;
  private int to;
  private int hash;
  private boolean isHashed;

  Level(String topic, int secret) {
    this.topic = topic;
    this.secret = secret;
  }

  /** Moves to the level that begins there; where the next one begins, or -1 if there is none. */
  int at(int start) {
    int slash = topic.indexOf('/', start);
    from = start;
    to = slash < 0 ? topic.length() : slash;
    isHashed = false;
    return slash < 0 ? -1 : slash + 1;
  }

  boolean is(String name) {
    return name.length() == to - from && topic.startsWith(name, from);
  }

  String text() {
    return topic.substring(from, to);
  }

  int hash() {
    if (!isHashed) {
      int mixed = secret;
      for (int i = from; i < to; i++) {
        mixed = (mixed ^ topic.charAt(i)) * FACTOR;
        mixed ^= mixed >>> 15;
      }
      hash = mixed;
      isHashed = true;
    }
    return hash;
  }
}
