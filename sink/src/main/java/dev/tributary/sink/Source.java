package dev.tributary.sink;

/**
 * Where a record came from, for people who look at it later: dead letters name it.
 *
 * @param ruleId the rule that made it
 * @param topic the topic of the message
 * @param clientId the client that published it
 */
public record Source(String ruleId, String topic, String clientId) {

  /** Records of tests and tools. */
  public static final Source NONE = new Source("", "", "");
}
