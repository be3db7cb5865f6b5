package dev.tributary.rule.sql.internal.functions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a static method a function of the rule language. Methods of one name are its forms, told
 * apart by their number of parameters.
 *
 * <p>Parameter and result types say what is taken and given; {@link Arguments} and {@link Results}
 * convert. A first parameter of type {@link CallScope} is not the caller's.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface RuleFunction {
  /** As written in SQL; the method's name in snake case if empty. */
  String name() default "";

  /** For users, in a sentence or two; one form of a function has it. */
  String value() default "";
}
