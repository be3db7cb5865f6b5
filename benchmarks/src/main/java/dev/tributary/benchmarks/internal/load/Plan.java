package dev.tributary.benchmarks.internal.load;

/**
 * Who publishes, who gets it, and how. Travels to the load program as words.
 *
 * @param version of MQTT, 4 (3.1.1) or 5
 * @param publishers none of them: the subscribers are there to be there
 * @param window publishes of one client that are not acknowledged or not delivered
 * @param durable whether the subscribers' sessions would outlive their connections
 */
public record Plan(
    Way way,
    int version,
    int publishers,
    int subscribers,
    int qos,
    int window,
    int payloadBytes,
    boolean durable) {

  /** The ways of a message. */
  public enum Way {
    /** To nobody. */
    NOWHERE,
    /** From publisher n to subscriber n. */
    PAIRS,
    /** To every subscriber. */
    FAN_OUT,
    /** To one of a group that shares its subscription. */
    GROUP
  }

  private static final String GROUP_FILTER = "$share/g/s/#";

  /** The other side of {@link #words}. */
  static Plan of(String words) {
    String[] word = words.split(" ", -1);
    return new Plan(
        Way.valueOf(word[0]),
        Integer.parseInt(word[1]),
        Integer.parseInt(word[2]),
        Integer.parseInt(word[3]),
        Integer.parseInt(word[4]),
        Integer.parseInt(word[5]),
        Integer.parseInt(word[6]),
        Boolean.parseBoolean(word[7]));
  }

  public String words() {
    return "%s %d %d %d %d %d %d %s"
        .formatted(way, version, publishers, subscribers, qos, window, payloadBytes, durable);
  }

  /** How often each message comes to a subscriber. */
  public int deliveries() {
    return switch (way) {
      case NOWHERE -> 0;
      case PAIRS, GROUP -> 1;
      case FAN_OUT -> subscribers;
    };
  }

  String topic(int publisher) {
    return switch (way) {
      case NOWHERE -> "t/" + publisher;
      case PAIRS -> "p/" + publisher;
      case FAN_OUT -> "f/all";
      case GROUP -> "s/" + publisher;
    };
  }

  /** Whether nothing will be said. */
  boolean isIdle() {
    return publishers == 0;
  }

  /** Empty if it subscribes nothing. */
  String filter(int subscriber) {
    return switch (way) {
      case NOWHERE -> "";
      case PAIRS, FAN_OUT -> topic(subscriber);
      case GROUP -> GROUP_FILTER;
    };
  }
}
