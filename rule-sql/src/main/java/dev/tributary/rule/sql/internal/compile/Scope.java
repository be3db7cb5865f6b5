package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.functions.CallScope;
import org.jspecify.annotations.Nullable;

/**
 * What expressions see while one row is made: the columns, what was selected so far, the
 * surroundings. One thread, one evaluation.
 */
final class Scope implements CallScope {
  static final String PAYLOAD = "payload";

  private final Columns message;
  private final Columns columns;
  private final EvaluationContext context;
  private final Meter meter;
  private final Value.Map.Builder selected = Value.Map.builder();
  private boolean selecting = true;
  private @Nullable Value decodedPayload;

  Scope(Columns message, EvaluationContext context, Meter meter) {
    this(message, message, context, meter, null);
  }

  private Scope(
      Columns message,
      Columns columns,
      EvaluationContext context,
      Meter meter,
      @Nullable Value decodedPayload) {
    this.message = message;
    this.columns = columns;
    this.context = context;
    this.meter = meter;
    this.decodedPayload = decodedPayload;
  }

  /**
   * The scope of one item of FOREACH: nothing selected yet, other columns, the same message and
   * limits.
   */
  Scope forItem(Columns columns) {
    return new Scope(message, columns, context, meter, decodedPayload);
  }

  @Override
  public EvaluationContext context() {
    return context;
  }

  Meter meter() {
    return meter;
  }

  Columns columns() {
    return columns;
  }

  Value.Map.Builder selected() {
    return selected;
  }

  /**
   * From now on conditions are evaluated: aliases hide columns even where they are undefined, and
   * functions no longer see the message.
   */
  void beginConditions() {
    selecting = false;
  }

  void beginSelecting() {
    selecting = true;
  }

  boolean isSelecting() {
    return selecting;
  }

  Value variable(String name) {
    Value alias = selected.value(name);
    if (!(alias instanceof Value.Undefined) || (!selecting && selected.contains(name))) {
      return alias;
    }
    return columns.column(name);
  }

  @Override
  public Value message(String column) {
    return selecting ? message.column(column) : Value.UNDEFINED;
  }

  @Override
  public Value messagePayload() throws EvaluationException {
    return selecting ? decodedPayload(message.column(PAYLOAD)) : Value.UNDEFINED;
  }

  Value originalPayload() {
    return message.column(PAYLOAD);
  }

  /**
   * The payload as paths see it. Whichever text is decoded first in an evaluation is what all its
   * payload paths see.
   */
  Value decodedPayload(Value payload) throws EvaluationException {
    if (!(payload instanceof Value.Text text)) {
      return payload;
    }
    if (decodedPayload == null) {
      try {
        decodedPayload = text.json();
      } catch (JsonException e) {
        throw new EvaluationException("the payload is " + e.getMessage());
      }
    }
    return decodedPayload;
  }

  /** The value itself, unless it is nested deeper than anything that walks values expects. */
  static Value shallow(Value value) throws EvaluationException {
    if (Value.depthOf(value) > SqlLimits.VALUE_DEPTH) {
      throw new EvaluationException(
          "a value is nested more than " + SqlLimits.VALUE_DEPTH + " levels deep");
    }
    return value;
  }

  @Override
  public void charge(long size) throws EvaluationException {
    meter.make(size);
  }
}
