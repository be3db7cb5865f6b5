package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.jq.JqProgram;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one call in a rule. The last one is kept: a program that is a constant is
 * compiled once. Any thread; who loses a race compiles in vain.
 */
final class JqPrograms {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final String place;
  private volatile @Nullable JqProgram last;

  private JqPrograms(String place) {
    this.place = place;
  }

  /** A handle from a value to a program, with a memory of its own. */
  static MethodHandle converter(String place) throws ReflectiveOperationException {
    JqProgram.prepare();
    MethodHandle converter =
        LOOKUP.findVirtual(
            JqPrograms.class, "program", MethodType.methodType(JqProgram.class, Value.class));
    return converter.bindTo(new JqPrograms(place));
  }

  JqProgram program(Value value) throws EvaluationException {
    String text = Arguments.text(place, value);
    JqProgram known = last;
    if (known == null || !known.text().equals(text)) {
      known = JqProgram.compile(text);
      last = known;
    }
    return known;
  }
}
