package dev.tributary.rule.sql.internal.functions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A call of a function and its result as JSON: shown in the reference, run as a test. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Example.Several.class)
@interface Example {
  String value();

  String gives();

  /** Holds repeated examples. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Several {
    Example[] value();
  }
}
