package dev.tributary.rule.sql.internal.compile;

import dev.tributary.rule.sql.EvaluationContext;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.rule.sql.internal.functions.Call;
import dev.tributary.rule.sql.internal.functions.CallScope;
import java.util.Optional;

/**
 * A call whose arguments are constants, tried while the rule is compiled. What depends on nothing
 * else, and is small, is a constant too; what fails does so whenever the rule runs.
 */
final class Folding implements CallScope {
  /** What constants may weigh, and what making one may cost. */
  private static final int BYTES_MAX = 16 * 1024;

  /** The function asks for something that is there only when the rule runs. */
  private static final class NotConstant extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotConstant() {
      super(null, null, false, false);
    }
  }

  private long bytes;

  private Folding() {}

  static Optional<Value> result(Call call, Value[] arguments) {
    Folding scope = new Folding();
    try {
      Value result =
          switch (call) {
            case Call.None none -> none.call(scope);
            case Call.One one -> one.call(scope, arguments[0]);
            case Call.Two two -> two.call(scope, arguments[0], arguments[1]);
            case Call.Many many -> many.call(scope, arguments);
          };
      scope.count(Value.weightOf(result));
      return Optional.of(result);
    } catch (EvaluationException | NotConstant _) {
      return Optional.empty();
    }
  }

  @Override
  public void charge(long size) throws EvaluationException {
    count(size);
  }

  @Override
  public void read(long size) throws EvaluationException {
    count(size);
  }

  private void count(long size) throws EvaluationException {
    bytes += size;
    if (bytes > BYTES_MAX) {
      throw new EvaluationException("a constant has more than " + BYTES_MAX + " bytes");
    }
  }

  @Override
  public EvaluationContext context() {
    throw new NotConstant();
  }

  @Override
  public Value message(String column) {
    throw new NotConstant();
  }

  @Override
  public Value messagePayload() {
    throw new NotConstant();
  }

  @Override
  public ValueStore processDictionary() {
    throw new NotConstant();
  }
}
