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

  /** Something without topic and client. */
  record Unnamed(Columns columns, long createdAtMillis) implements Trigger {
    @Override
    public Value column(String name) {
      return columns.column(name);
    }

    @Override
    public Source source(String ruleId) {
      return new Source(ruleId, "", "");
    }

    @Override
    public Lineage lineage() {
      return Lineage.NONE;
    }
  }
}
