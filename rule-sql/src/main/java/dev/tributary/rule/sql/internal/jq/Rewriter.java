package dev.tributary.rule.sql.internal.jq;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.NegativeExpression;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.StringLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Puts a meter around every expression of a parsed program, and our own operators and expressions
 * in the place of those of the interpreter that are unbounded or answer otherwise than jq.
 *
 * <p>The interpreter has no place to do so: its tree is reached by reflection, once per program. A
 * test sees to it that no kind of expression is left out. See RATIONALE.md.
 */
final class Rewriter {
  private static final String TREE = "net.thisptr.jackson.jq.internal.";

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Rewriter() {}

  static Expression metered(Expression parsed) {
    return new Rewriter().rewritten(parsed);
  }

  /** Rewrites the expressions that an object of the interpreter holds, such as a function. */
  static void meterInside(Object holder) {
    new Rewriter().inside(holder);
  }

  private Expression rewritten(Expression expression) {
    // A string is no work, and a pattern such as {$name} wants to see that its key is one.
    if (expression instanceof StringLiteral || !isOfTree(expression)) {
      return expression;
    }
    inside(expression);
    return new Metered(replaced(expression));
  }

  /** Its parts are rewritten already. */
  private static Expression replaced(Expression expression) {
    return switch (expression) {
      case TryCatch _ ->
          new Try(
              part(expression, "tryExpr", TryCatch.class),
              (Expression) read(field(TryCatch.class, "catchExpr"), expression));
      case AlternativeOperatorExpression _ ->
          new Alternative(operand(expression, "lhs"), operand(expression, "rhs"));
      case NegativeExpression _ -> new Negative(operand(expression, "value"));
      case Assignment _ -> assign(expression, "=");
      case UpdateAssignment _ -> assign(expression, "|=");
      case ComplexAssignment _ ->
          assign(expression, operator(expression, ComplexAssignment.class) + "=");
      default -> expression;
    };
  }

  private static Expression assign(Expression expression, String operator) {
    return new Assign(operand(expression, "lhs"), operand(expression, "rhs"), operator);
  }

  private static Expression operand(Expression expression, String name) {
    return part(expression, name, expression.getClass());
  }

  private static Expression part(Object expression, String name, Class<?> type) {
    if (read(field(type, name), expression) instanceof Expression part) {
      return part;
    }
    throw new IllegalStateException(expression.getClass() + " has no " + name);
  }

  private static String operator(Expression expression, Class<?> type) {
    if (read(field(type, "operator"), expression) instanceof BinaryOperator operator) {
      return operator.image();
    }
    throw new IllegalStateException(expression.getClass() + " has no operator");
  }

  private void inside(Object holder) {
    if (!seen.add(holder)) {
      return;
    }
    for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          part(holder, field);
        }
      }
    }
    if (holder instanceof BracketFieldAccess) {
      Field index = field(BracketFieldAccess.class, "startExpr");
      write(index, holder, new ShortLists(part(holder, "startExpr", BracketFieldAccess.class)));
    }
    if (holder instanceof StringInterpolation) {
      Field formatter = field(StringInterpolation.class, "formatter");
      if (read(formatter, holder) == null) {
        write(formatter, holder, new Metered(new FormattingFilter("text", Versions.JQ_1_7)));
      }
    }
  }

  private void part(Object holder, Field field) {
    switch (read(field, holder)) {
      case Expression expression -> write(field, holder, rewritten(expression));
      case BinaryOperator operator -> write(field, holder, new Operator(operator.image()));
      case List<?> list -> parts(list);
      case Object other when isOfTree(other) -> inside(other);
      case null, default -> {}
    }
  }

  @SuppressWarnings("unchecked") // An expression is put where an expression was.
  private void parts(List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      switch (list.get(i)) {
        case Expression expression -> ((List<Expression>) list).set(i, rewritten(expression));
        case Object other when isOfTree(other) -> inside(other);
        case null, default -> {}
      }
    }
  }

  private static boolean isOfTree(Object object) {
    return object.getClass().getName().startsWith(TREE) && !object.getClass().isEnum();
  }

  private static Field field(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new IllegalStateException(type + " has no field " + name);
  }

  private static @Nullable Object read(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be read", e);
    }
  }

  private static void write(Field field, Object holder, Object value) {
    try {
      field.set(holder, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be written", e);
    }
  }
}
