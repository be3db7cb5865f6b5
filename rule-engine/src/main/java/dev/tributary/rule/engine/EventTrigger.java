package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.sink.Source;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** An occurrence as its rules see it. One thread. */
record EventTrigger(Occurrence occurrence, String node) implements Columns, Trigger {

  @Override
  public Value column(String name) {
    return switch (name) {
      case "event" -> Value.of(occurrence.source().eventName());
      case "timestamp" -> Value.of(occurrence.atMillis());
      case "node" -> Value.of(node);
      case RuleColumns.METADATA -> Value.UNDEFINED;
      default -> occurrence.column(name);
    };
  }

  @Override
  public Collection<String> names() {
    return occurrence.source().columns();
  }

  @Override
  public ValueStore processDictionary() {
    return occurrence.processDictionary();
  }

  @Override
  public long createdAtMillis() {
    return occurrence.atMillis();
  }

  @Override
  public Source source(String ruleId) {
    Detour detour = detour();
    return new Source(
        detour == null ? ruleId : detour.mark(ruleId), text("topic"), text("clientid"));
  }

  private String text(String column) {
    return occurrence.column(column) instanceof Value.Text text ? text.string() : "";
  }

  @Override
  public Lineage lineage() {
    return occurrence.lineage();
  }

  private @Nullable Detour detour() {
    return lineage().detour();
  }
}
