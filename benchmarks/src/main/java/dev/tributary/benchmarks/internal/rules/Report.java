package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import java.util.Collection;
import java.util.List;

/** One message after the other in the same object. One thread. */
final class Report implements Columns {
  private static final Value CLIENT = Value.of("pump-0017");
  private static final List<String> NAMES = List.of("clientid", "payload");

  private Value payload = Value.UNDEFINED;

  /** The next message: nobody has decoded its payload. */
  void renew() {
    payload = Value.of(Messages.REPORT);
  }

  @Override
  public Value column(String name) {
    return switch (name) {
      case "payload" -> payload;
      case "clientid" -> CLIENT;
      default -> Value.UNDEFINED;
    };
  }

  @Override
  public Collection<String> names() {
    return NAMES;
  }
}
