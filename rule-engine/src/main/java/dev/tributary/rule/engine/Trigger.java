package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.sink.Source;

/** What made a rule run, as far as its actions must know. */
interface Trigger {

  /** Milliseconds since 1970. */
  long createdAtMillis();

  /** Where records of that rule come from. */
  Source source(String ruleId);

  /** How the message came about. */
  Lineage lineage();

  /** One of its columns, {@link Value#UNDEFINED} if there is none of that name. */
  Value column(String name);

  /** Something of which nothing is known but its columns. */
  record Bare(Columns columns, long createdAtMillis) implements Trigger {
    @Override
    public Value column(String name) {
      return columns.column(name);
    }

    @Override
    public Source source(String ruleId) {
      return new Source(ruleId, text("topic"), text("clientid"));
    }

    private String text(String column) {
      return columns.column(column) instanceof Value.Text text ? text.string() : "";
    }

    @Override
    public Lineage lineage() {
      return Lineage.NONE;
    }
  }
}
