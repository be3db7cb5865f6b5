package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.jq.JqProgram;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text that a function takes in another form, which costs something to make: a pattern, a format,
 * a program. One for each argument of each call in a rule; it keeps what it made last, so that a
 * constant is prepared once. Any thread; who loses a race prepares in vain.
 */
final class Prepared {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  @FunctionalInterface
  private interface Form {
    /**
     * @param place function and parameter, for errors
     */
    Object of(String place, String text) throws EvaluationException;
  }

  private static final Map<Class<?>, Form> FORMS =
      Map.of(
          JqProgram.class, (_, text) -> JqProgram.compile(text),
          CompiledPattern.class, CompiledPattern::of,
          DatePattern.class, (_, text) -> DatePattern.of(text));

  private record Last(String text, Object form) {}

  private final String place;
  private final Form form;
  private volatile @Nullable Last last;

  private Prepared(String place, Form form) {
    this.place = place;
    this.form = form;
  }

  /** A handle from a value to the type, with a memory of its own; null for any other type. */
  static @Nullable MethodHandle converter(Class<?> type, String place)
      throws ReflectiveOperationException {
    Form form = FORMS.get(type);
    if (form == null) {
      return null;
    }
    if (type == JqProgram.class) {
      JqProgram.prepare();
    }
    return LOOKUP
        .findVirtual(Prepared.class, "form", MethodType.methodType(Object.class, Value.class))
        .bindTo(new Prepared(place, form))
        .asType(MethodType.methodType(type, Value.class));
  }

  Object form(Value value) throws EvaluationException {
    String text = Arguments.text(place, value);
    Last known = last;
    if (known == null || !known.text().equals(text)) {
      known = new Last(text, form.of(place, text));
      last = known;
    }
    return known.form();
  }
}
