package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.SqlLimits;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.rule.sql.internal.functions.CallScope;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation: the columns, what was selected so far, the surroundings, and what was used of the
 * limits. One thread. It is one object, because it is made for every message.
 */
final class Scope implements CallScope {
  static final String PAYLOAD = "payload";

  /**
   * A row may hold columns of the message as they are; what the rule makes itself is bounded more.
   */
  private static final int ROW_FACTOR = 4;

  private static final int BYTES_PER_STEP = 32;

  private final EvaluationContext context;
  private final SqlLimits limits;
  private Columns columns;
  private Value.Map.Builder selected;
  private @Nullable Value decodedPayload;
  private int steps;
  private int bytes;
  private boolean selecting = true;

  Scope(Columns message, EvaluationContext context, SqlLimits limits, Value.Map.Builder selected) {
    this.columns = message;
    this.context = context;
    this.limits = limits;
    this.selected = selected;
  }

  /**
   * From now on the next row is made: of an item of FOREACH, with nothing selected yet.
   *
   * @param decoded what paths into the payload see, if it was decoded before the first item
   */
  void beginRow(ItemColumns item, @Nullable Value decoded, Value.Map.Builder empty) {
    columns = item;
    decodedPayload = decoded;
    selected = empty;
  }

  @Override
  public EvaluationContext context() {
    return context;
  }

  Columns columns() {
    return columns;
  }

  private Columns message() {
    return columns instanceof ItemColumns item ? item.message() : columns;
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
    return selecting ? message().column(column) : Value.UNDEFINED;
  }

  @Override
  public Value messagePayload() throws EvaluationException {
    return selecting ? decodedPayload(originalPayload()) : Value.UNDEFINED;
  }

  @Override
  public ValueStore processDictionary() {
    return message().processDictionary();
  }

  Value originalPayload() {
    return message().column(PAYLOAD);
  }

  /** Null if no payload was decoded yet. */
  @Nullable Value decodedPayload() {
    return decodedPayload;
  }

  /**
   * The payload as paths see it. Whichever text is decoded first in an evaluation is what all its
   * payload paths see.
   */
  Value decodedPayload(Value payload) throws EvaluationException {
    if (!(payload instanceof Value.Text text)) {
      return payload;
    }
    Value decoded = decodedPayload;
    if (decoded == null) {
      decoded = decode(text);
      decodedPayload = decoded;
    }
    return decoded;
  }

  private static Value decode(Value.Text payload) throws EvaluationException {
    try {
      return payload.json();
    } catch (JsonException e) {
      throw new EvaluationException("the payload is " + e.getMessage());
    }
  }

  /**
   * The value itself, unless it is nested deeper or larger than anything that walks values expects.
   */
  Value bounded(Value value) throws EvaluationException {
    if (Value.depthOf(value) > SqlLimits.VALUE_DEPTH) {
      throw new EvaluationException(
          "a value is nested more than " + SqlLimits.VALUE_DEPTH + " levels deep");
    }
    if (Value.weightOf(value) > limits.valueBytes()) {
      throw new EvaluationException(
          "a value of the rule has more than " + limits.valueBytes() + " bytes");
    }
    return value;
  }

  /** The row, unless writing it would take more memory than a message is worth. */
  Value.Map boundedRow(Value.Map row) throws EvaluationException {
    if (Value.weightOf(row) > ROW_FACTOR * (long) limits.valueBytes()) {
      throw new EvaluationException(
          "an output of the rule has more than "
              + ROW_FACTOR * (long) limits.valueBytes()
              + " bytes");
    }
    return row;
  }

  /** Counts a comparison of two values, of which large ones take longer. */
  void stepOver(Value left, Value right) throws EvaluationException {
    steps(1 + Math.min(Value.weightOf(left), Value.weightOf(right)) / BYTES_PER_STEP);
  }

  /** Counts one expression that is run. */
  void step() throws EvaluationException {
    steps(1);
  }

  /** Counts so many at once. */
  void steps(int more) throws EvaluationException {
    if (more > limits.steps() - steps) {
      throw new EvaluationException(
          "the rule needs more than " + limits.steps() + " steps for one message");
    }
    steps += more;
  }

  @Override
  public void read(long size) throws EvaluationException {
    steps((int) Math.min(size / BYTES_PER_STEP, Integer.MAX_VALUE));
  }

  @Override
  public void charge(long size) throws EvaluationException {
    if (size > limits.valueBytes() - bytes) {
      throw new EvaluationException(
          "the rule makes more than " + limits.valueBytes() + " bytes of values for one message");
    }
    bytes += (int) size;
  }
}
