package dev.tributary.config;

/**
 * One mistake in the settings, for the person who wrote them.
 *
 * @param where file and line, environment variable or request body; empty if unknown
 * @param path the setting, such as {@code actions.kinesis.my_action.resource_opts.batch_size}
 * @param given the bad value as text, shortened; empty when the mistake is not about a value
 * @param expected what would be right
 */
public record Problem(String where, String path, String given, String expected) {

  /** {@code etc/tributary.conf:12: connectors.kinesis.a.pool_size = "many": expected …}. */
  public String text() {
    var text = new StringBuilder();
    if (!where.isEmpty()) {
      text.append(where).append(": ");
    }
    text.append(path);
    if (!given.isEmpty()) {
      text.append(" = ").append(given);
    }
    return text.append(": ").append(expected).toString();
  }
}
