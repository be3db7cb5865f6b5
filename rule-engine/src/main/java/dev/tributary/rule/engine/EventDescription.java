package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import java.util.List;

/**
 * One source of rules, described for people who write SQL.
 *
 * @param event what FROM calls it
 * @param raised whether this server ever raises it; others are only known by name, so that rules
 *     can be brought along and tried
 * @param columns what SQL can select
 * @param testColumns what is worth asking for when somebody tries SQL on it
 */
public record EventDescription(
    String event,
    String title,
    String description,
    boolean raised,
    List<String> columns,
    List<TestColumn> testColumns,
    String sqlExample) {

  /** A column with a value to try. */
  public record TestColumn(String name, Value sample, String description) {}
}
